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
  private final List<Container> containers;
  private final Resources usage;

  /**
   * @param containers all of the application
   */
  Transfer(App app, List<Container> containers, Reservations reservations) {
    this.app = app;
    this.containers = containers;
    usage = containers.stream().map(each -> each.size).reduce(Resources.NONE, Resources::plus);
    reservations.of(app).stream()
        .filter(Reservation::byPreemption)
        .forEach(each -> promised.add(each.ask().size.size));
  }

  void to(LeafQueue queue) {
    leave();
    enter(queue);
  }

  private void leave() {
    LeafQueue from = app.queue;
    from.removeWanted(usage);
    if (app.active) {
      for (PendingAsk ask : app.asks()) {
        from.setAsker(app, ask.size, false);
        from.removeWanted(ask.size.size.times(ask.count()));
      }
    }
    from.giveBack(usage);
    promised.forEach(amount -> from.countPromised(amount, false));
    countReleasing(from, false);
    from.remove(app);
  }

  /** Also for an application whose former queue is gone with its tree. */
  void enter(LeafQueue queue) {
    app.queue = queue;
    queue.add(app);
    queue.addWanted(usage);
    queue.use(usage);
    promised.forEach(amount -> queue.countPromised(amount, true));
    countReleasing(queue, true);
    if (app.active) {
      app.asks().forEach(PendingAsk::begin);
    }
  }

  private void countReleasing(LeafQueue queue, boolean begins) {
    for (Container container : containers) {
      if (container.releasing) {
        queue.countReleasing(container.size, begins);
      }
    }
  }
}
