package org.millrace.manager.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest events, so that a listener that was away for a moment misses none. Ids are {@code
 * EPOCH-NUMBER}; an id of another epoch is of another process, or of a time after which nobody
 * watched. Not thread-safe.
 */
final class EventRing {
  private final int size;
  private final ArrayDeque<ServerEvent> events = new ArrayDeque<>();
  private String epoch = "";
  private long last;

  EventRing(int size) {
    this.size = size;
  }

  /** Forgets everything: what follows has no beginning that anybody could know. */
  void begin(String newEpoch) {
    events.clear();
    epoch = newEpoch;
    last = 0;
  }

  ServerEvent add(String name, String data) {
    ServerEvent event = ServerEvent.of(epoch, ++last, name, data);
    events.add(event);
    if (events.size() > size) {
      events.remove();
    }
    return event;
  }

  /**
   * What a listener gets first.
   *
   * @param lastSeen the id of the last event it has; empty for one that begins
   */
  List<ServerEvent> since(Optional<String> lastSeen) {
    if (lastSeen.isEmpty()) {
      return List.of(ServerEvent.begin(epoch, last));
    }
    long number = number(lastSeen.get());
    long oldest = events.isEmpty() ? last + 1 : events.peek().number();
    if (number < 0 || number > last || number + 1 < oldest) {
      return List.of(ServerEvent.begin(epoch, last), ServerEvent.resync(epoch, last));
    }
    List<ServerEvent> missed = new ArrayList<>();
    missed.add(ServerEvent.begin(epoch, number));
    events.stream().filter(each -> each.number() > number).forEach(missed::add);
    return missed;
  }

  /** -1 when it is none of this epoch's. */
  private long number(String id) {
    if (!id.startsWith(epoch + "-")) {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(epoch.length() + 1));
    } catch (NumberFormatException notOurs) {
      return -1;
    }
  }
}
