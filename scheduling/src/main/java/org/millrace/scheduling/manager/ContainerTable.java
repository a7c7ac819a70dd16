package org.millrace.scheduling.manager;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Containers by id, by open addressing: one step in memory where a {@code HashMap<Long, …>} takes
 * three, which a tenth of the time of a grant was spent on.
 */
final class ContainerTable {
  private Container[] places = new Container[64];
  private int count;

  /** Null when there is none. */
  Container get(long id) {
    return places[find(id)];
  }

  /** It must not be there yet. */
  void add(Container container) {
    if (2 * (count + 1) > places.length) {
      grow();
    }
    places[find(container.id)] = container;
    count++;
  }

  /** Null when there is none. */
  Container remove(long id) {
    int gap = find(id);
    Container removed = places[gap];
    if (removed == null) {
      return null;
    }
    count--;
    places[gap] = null;
    // Those behind the gap that were put off by what stood there move up.
    for (int at = next(gap); places[at] != null; at = next(at)) {
      int home = home(places[at].id);
      boolean reaches = gap <= at ? home <= gap || home > at : home <= gap && home > at;
      if (reaches) {
        places[gap] = places[at];
        places[at] = null;
        gap = at;
      }
    }
    return removed;
  }

  /** In no particular order. */
  Stream<Container> all() {
    return Arrays.stream(places).filter(Objects::nonNull);
  }

  private int find(long id) {
    int at = home(id);
    while (places[at] != null && places[at].id != id) {
      at = next(at);
    }
    return at;
  }

  private void grow() {
    Container[] old = places;
    places = new Container[2 * old.length];
    for (Container container : old) {
      if (container != null) {
        places[find(container.id)] = container;
      }
    }
  }

  // Ids follow one another, so their last bits spread them; the multiplication would scatter them.
  private int home(long id) {
    return (int) id & (places.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (places.length - 1);
  }
}
