package org.millrace.scheduling.manager;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.millrace.scheduling.manager.SubmissionRefusedException.Cause;

/** The applications that have not ended. */
final class Applications {
  private final TreeMap<Long, App> byId = new TreeMap<>();
  private final Sizes sizes;
  private final Reservations reservations;

  Applications(Sizes sizes, Reservations reservations) {
    this.sizes = sizes;
    this.reservations = reservations;
  }

  void submit(Submission submission, QueueTree tree) {
    if (byId.containsKey(submission.application())) {
      throw new IllegalArgumentException(
          "application %d: must be submitted once, and is known"
              .formatted(submission.application()));
    }
    LeafQueue queue = allowedLeaf(submission.queue(), submission.user(), tree);
    App app = new App(submission.application(), submission.user(), submission.am(), queue);
    byId.put(app.id, app);
    queue.add(app);
    queue.admit();
  }

  /** The leaf, when this user may submit there and there is place. */
  private static LeafQueue allowedLeaf(String path, String user, QueueTree tree) {
    LeafQueue queue = leaf(path, tree);
    if (!Access.maySubmit(user, queue)) {
      throw new SubmissionRefusedException(
          Cause.NOT_ALLOWED,
          "queue %s: user must be on its submit list or an ancestor's, was \"%s\""
              .formatted(path, user));
    }
    for (QueueNode at = queue; at != null; at = at.parent) {
      Integer most = at.rules.own().maxApplications();
      if (most != null && at.applications() >= most) {
        throw new SubmissionRefusedException(
            Cause.QUEUE_FULL,
            "queue %s: must have at most %d applications, and has %d (submit again later)"
                .formatted(at.path(), most, at.applications()));
      }
    }
    return queue;
  }

  static LeafQueue leaf(String path, QueueTree tree) {
    return tree.leaf(path)
        .orElseThrow(
            () ->
                new SubmissionRefusedException(
                    Cause.NO_SUCH_QUEUE,
                    "queue %s: must be a queue without queues below it, or one that a template"
                            .formatted(path)
                        + " lets be created, and is neither (declare it)"));
  }

  void ask(long id, Ask wanted) {
    App app = get(id);
    PendingAsk ask = app.ask(wanted.priority(), wanted.size());
    if (ask == null) {
      if (wanted.count() == 0) {
        return;
      }
      ask = new PendingAsk(app, wanted.priority(), sizes.acquire(wanted.size()), null);
      app.add(ask);
    }
    boolean anywhere = wanted.nodes().isEmpty() && wanted.racks().isEmpty();
    ask.prefer(anywhere ? null : new Preferences(wanted.nodes(), wanted.racks()));
    ask.setCount(wanted.count());
    if (wanted.count() == 0) {
      forget(ask);
    }
  }

  private void forget(PendingAsk ask) {
    reservations.of(ask.app).stream()
        .filter(reservation -> reservation.ask() == ask)
        .forEach(reservations::cancel);
    ask.app.remove(ask);
    sizes.release(ask.size);
  }

  /** Withdraws its asks; it is gone when its last container has ended. */
  void finish(long id) {
    App app = get(id);
    withdrawAsks(app);
    app.finished = true;
    removeIfEnded(app);
  }

  void removeIfEnded(App app) {
    if (app.finished && app.containers == 0) {
      byId.remove(app.id);
      LeafQueue queue = app.queue;
      queue.remove(app);
      queue.admit();
    }
  }

  private void withdrawAsks(App app) {
    for (PendingAsk ask : List.copyOf(app.asks())) {
      ask.setCount(0);
      forget(ask);
    }
  }

  App get(long id) {
    App app = byId.get(id);
    if (app == null) {
      throw new IllegalArgumentException(
          "application %d: must be one that was submitted and has not ended, and is not"
              .formatted(id));
    }
    return app;
  }

  /** In order of id. */
  Collection<App> all() {
    return byId.values();
  }
}
