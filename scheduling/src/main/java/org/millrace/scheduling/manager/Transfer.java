package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;
import org.millrace.scheduling.resource.Resources;

/**
 * Moves an application with everything that counts in its queue: usage, asks, promises. What it has
 * it keeps, also beyond the new queue's limits.
 */
final class Transfer {
  private final App app;
  private final List<Resources> promised = new ArrayList<>();
  private final List<Resources> releasing = new ArrayList<>();

  Transfer(App app, Containers containers, Reservations reservations) {
    this.app = app;
    reservations.of(app).forEach(each -> promised.add(each.ask().size.size));
    for (Container container : containers.all()) {
      if (container.app == app && container.releasing) {
        releasing.add(container.size);
      }
    }
  }

  void to(LeafQueue queue) {
    leave();
    enter(queue);
  }

  private void leave() {
    LeafQueue from = app.queue;
    from.removeWanted(app.usage.now());
    if (app.active) {
      for (PendingAsk ask : app.asks()) {
        from.setAsker(app, ask.size, false);
        from.removeWanted(ask.size.size.times(ask.count()));
      }
    }
    from.giveBack(app.usage.now());
    promised.forEach(amount -> from.countPromised(amount, false));
    releasing.forEach(amount -> from.countReleasing(amount, false));
    from.remove(app);
  }

  /** Also for an application whose former queue is gone with its tree. */
  void enter(LeafQueue queue) {
    app.queue = queue;
    queue.add(app);
    queue.addWanted(app.usage.now());
    queue.use(app.usage.now());
    promised.forEach(amount -> queue.countPromised(amount, true));
    releasing.forEach(amount -> queue.countReleasing(amount, true));
    if (app.active) {
      app.asks().forEach(PendingAsk::begin);
    }
  }
}
