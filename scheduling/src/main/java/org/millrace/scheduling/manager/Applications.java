package org.millrace.scheduling.manager;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.millrace.scheduling.manager.SubmissionRefusedException.Cause;

/** The applications that have not ended. */
final class Applications {
  private final TreeMap<Long, App> byId = new TreeMap<>();
  private final Numbered<App> byNumber = new Numbered<>();
  private final Sizes sizes;
  private final Reservations reservations;

  Applications(Sizes sizes, Reservations reservations) {
    this.sizes = sizes;
    this.reservations = reservations;
  }

  /** Whether the user may is the caller's to know; see {@link #checkUser}. */
  void submit(Submission submission, QueueTree tree) {
    if (byId.containsKey(submission.application())) {
      throw new IllegalArgumentException(
          "application %d: must be submitted once, and is known"
              .formatted(submission.application()));
    }
    LeafQueue queue = leaf(submission.queue(), tree);
    checkRoom(queue, null);
    App app = new App(submission.application(), submission.user(), submission.am(), queue);
    byId.put(app.id, app);
    app.number = byNumber.add(app);
    queue.add(app);
    queue.admit();
  }

  static void checkUser(Submission submission, QueueTree tree) {
    if (!Access.maySubmit(Set.of(submission.user()), tree.lineage(submission.queue()))) {
      throw new SubmissionRefusedException(
          Cause.NOT_ALLOWED,
          submission.queue(),
          "user must be on its submit list or an ancestor's, was \"" + submission.user() + "\"",
          "");
    }
  }

  /**
   * Refuses where one more application would be too many.
   *
   * @param from where it is now, and counts already; null when it is new
   */
  static void checkRoom(QueueNode queue, QueueNode from) {
    for (QueueNode at = queue; at != null; at = at.parent) {
      Integer most = at.rules.own().maxApplications();
      if (most != null && at.applications() >= most && !at.isAbove(from)) {
        throw new SubmissionRefusedException(
            Cause.QUEUE_FULL,
            at.path(),
            "must have at most %d applications, and has %d".formatted(most, at.applications()),
            "submit again later");
      }
    }
  }

  static LeafQueue leaf(String path, QueueTree tree) {
    return tree.leaf(path).orElseThrow(() -> noLeaf(path));
  }

  static SubmissionRefusedException noLeaf(String path) {
    return new SubmissionRefusedException(
        Cause.NO_SUCH_QUEUE,
        path,
        "must be a queue without queues below it, or one that a template lets be created,"
            + " and is neither",
        "declare it");
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
    ask.prefer(
        anywhere ? null : new Preferences(wanted.nodes(), wanted.racks()).after(ask.preferences()));
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
      byNumber.remove(app.number);
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

  boolean knows(long id) {
    return byId.containsKey(id);
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

  App at(int number) {
    return byNumber.at(number);
  }

  /** In order of id. */
  Collection<App> all() {
    return byId.values();
  }
}
