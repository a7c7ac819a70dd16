package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Resources;

/** A queue that holds applications: they wait, and are served, in order of id. */
final class LeafQueue extends QueueNode {
  private final TreeMap<Long, App> all = new TreeMap<>();
  private final TreeMap<Long, App> waiting = new TreeMap<>();
  // By size: the applications that may get a container of it, and the oldest of them.
  private final List<TreeMap<Long, App>> askers = new ArrayList<>();
  private App[] oldest = new App[1];
  private int active;
  private Resources amUsed = Resources.NONE;
  // Null while it is not below its due.
  Long belowDueSinceMillis;

  LeafQueue(String path, ParentQueue parent, Rules rules, TreeContext context, boolean onDemand) {
    super(path, parent, rules, context, onDemand);
  }

  void add(App app) {
    all.put(app.id, app);
    countApplications(1);
    if (app.active) {
      countActive(app, true);
    } else {
      waiting.put(app.id, app);
    }
  }

  /** Its asks must have been withdrawn. */
  void remove(App app) {
    all.remove(app.id);
    countApplications(-1);
    if (app.active) {
      countActive(app, false);
    } else {
      waiting.remove(app.id);
    }
  }

  /** Makes waiting applications active, in order of id, as far as P4 lets it. */
  void admit() {
    while (!waiting.isEmpty() && AmLimit.of(this).admits(waiting.firstEntry().getValue())) {
      App app = waiting.pollFirstEntry().getValue();
      app.active = true;
      countActive(app, true);
      app.asks().forEach(PendingAsk::begin);
    }
  }

  private void countActive(App app, boolean begins) {
    active += begins ? 1 : -1;
    amUsed = begins ? amUsed.plus(app.am) : amUsed.minus(app.am);
  }

  /** Whether this application may get a container of this size, after any change of its asks. */
  void setAsker(App app, SizeClass size, boolean asks) {
    while (askers.size() <= size.index) {
      askers.add(new TreeMap<>());
    }
    if (oldest.length < askers.size()) {
      oldest = Arrays.copyOf(oldest, askers.size());
    }
    TreeMap<Long, App> ofSize = askers.get(size.index);
    boolean changed = asks ? ofSize.put(app.id, app) == null : ofSize.remove(app.id) != null;
    if (changed) {
      oldest[size.index] = ofSize.isEmpty() ? null : ofSize.firstEntry().getValue();
      reposition(size);
    }
  }

  /** The ask to serve next, among those of these sizes. */
  PendingAsk first(SizeSet sizes) {
    App first = null;
    for (int i = 0; i < sizes.count(); i++) {
      App candidate = oldest(sizes.at(i));
      if (candidate != null && (first == null || candidate.id < first.id)) {
        first = candidate;
      }
    }
    return first == null ? null : first.firstAsk(sizes);
  }

  /** Of those that may get a container of this size; null when there is none. */
  private App oldest(int size) {
    return size < oldest.length ? oldest[size] : null;
  }

  @Override
  boolean hasAsker(int size) {
    return oldest(size) != null;
  }

  @Override
  public long oldestApplication(int size) {
    App app = oldest(size);
    return app == null ? Long.MAX_VALUE : app.id;
  }

  Collection<App> all() {
    return all.values();
  }

  Collection<App> waiting() {
    return waiting.values();
  }

  int active() {
    return active;
  }

  Resources amUsed() {
    return amUsed;
  }
}
