package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;
import org.millrace.scheduling.manager.Reason.Kind;
import org.millrace.scheduling.resource.Resources;

/** Finds what is in an application's way; what lasts longest first. */
final class Explaining {
  private final QueueTree tree;
  private final Nodes nodes;
  private final Reservations reservations;
  private final App app;
  private final List<Reason> reasons = new ArrayList<>();

  Explaining(QueueTree tree, Nodes nodes, Reservations reservations, App app) {
    this.tree = tree;
    this.nodes = nodes;
    this.reservations = reservations;
    this.app = app;
  }

  Explanation explain() {
    PendingAsk ask = app.asks().stream().filter(each -> each.count() > 0).findFirst().orElse(null);
    if (app.finished) {
      add(
          Kind.ENDING,
          "",
          "it has ended, and %s still run%s".formatted(running(), app.containers == 1 ? "s" : ""));
    } else if (!app.active) {
      amLimit();
    } else if (ask == null) {
      String sentence =
          "it asks for nothing more; %s run%s".formatted(running(), app.containers == 1 ? "s" : "");
      add(Kind.ASKS_FOR_NOTHING, "", sentence);
    } else {
      paused();
      tooLarge(ask);
      atMax(ask);
      noRoom(ask);
      held(ask);
      locality(ask);
      ahead(ask);
      queueAhead(ask);
    }
    if (reasons.isEmpty()) {
      add(Kind.NEXT, app.queue.path(), "nothing is in its way: it is next in " + app.queue.path());
    }
    long waitingFor = app.asks().stream().mapToLong(PendingAsk::count).sum();
    return new Explanation(
        app.id, app.queue.path(), app.active, app.containers, waitingFor, reasons);
  }

  private String running() {
    return app.containers + (app.containers == 1 ? " container" : " containers");
  }

  private void amLimit() {
    paused();
    LeafQueue queue = app.queue;
    AmLimit limit = AmLimit.of(queue);
    boolean byCount = queue.active() >= limit.maxActive();
    String used = queue.amUsed().inWords();
    String most = limit.maxUsed().inWords();
    String sentence =
        byCount
            ? "%s: %d of at most %d jobs are active"
                .formatted(queue.path(), queue.active(), limit.maxActive())
            : "%s: application masters use %s of at most %s, and this one needs %s"
                .formatted(queue.path(), used, most, app.am.inWords());
    reasons.add(
        new Reason(
            Kind.AM_LIMIT, queue.path(), used, most, queue.active(), limit.maxActive(), sentence));
    int before = (int) queue.waiting().stream().filter(each -> each.id < app.id).count();
    applicationsAhead(before, queue.waiting().size());
  }

  private void paused() {
    for (QueueNode queue = app.queue; queue != null; queue = queue.parent) {
      if (queue.isPaused()) {
        add(Kind.QUEUE_PAUSED, queue.path(), queue.path() + " is paused");
      }
    }
  }

  private void tooLarge(PendingAsk ask) {
    if (nodes.isPossible(ask.size)) {
      return;
    }
    Resources largest = Resources.NONE;
    for (NodeState node : nodes.all()) {
      largest = largest.max(node.capacity());
    }
    if (largest.isNone()) {
      String sentence = nodes.count() == 0 ? "there are no nodes" : "no node takes work";
      reasons.add(Reason.counting(Kind.NO_NODE, "", 0, nodes.count(), sentence));
      return;
    }
    String sentence =
        "no node has %s even when empty; the most of each resource is %s"
            .formatted(ask.size.size.inWords(), largest.inWords());
    reasons.add(
        new Reason(
            Kind.NO_NODE_LARGE_ENOUGH,
            "",
            largest.inWords(),
            ask.size.size.inWords(),
            0,
            nodes.count(),
            sentence));
  }

  private void atMax(PendingAsk ask) {
    for (QueueNode queue = app.queue; queue != null; queue = queue.parent) {
      Resources max = queue.limits().max();
      if (!queue.usage().fitsWith(ask.size.size, max)) {
        // Of the resources of which there is enough nobody needs to read.
        Resources scarce = queue.usage().beyond(ask.size.size, max);
        String used = queue.usage().where(scarce).inWords();
        String most = max.where(scarce).inWords();
        String sentence =
            "%s uses %s of at most %s; one more container takes %s"
                .formatted(queue.path(), used, most, ask.size.size.where(scarce).inWords());
        reasons.add(new Reason(Kind.QUEUE_AT_MAX, queue.path(), used, most, 0, 0, sentence));
      }
    }
  }

  private void noRoom(PendingAsk ask) {
    NodeState freest = nodes.leastOccupied();
    if (freest == null || !nodes.isPossible(ask.size) || nodes.withRoom(ask.size.size) != null) {
      return;
    }
    if (nodes.all().stream().allMatch(node -> node.isFull() || !fits(ask, node))) {
      full(ask);
      return;
    }
    String sentence =
        "no node has %s free; the least occupied, %s, lacks %s"
            .formatted(
                ask.size.size.inWords(),
                freest.name,
                ask.size.size.minusAtMost(freest.room()).inWords());
    reasons.add(
        new Reason(
            Kind.NO_ROOM,
            freest.name,
            freest.room().inWords(),
            ask.size.size.inWords(),
            0,
            nodes.count(),
            sentence));
  }

  /** Every node that could hold it runs as many containers as it may. */
  private void full(PendingAsk ask) {
    long most =
        nodes.all().stream()
            .filter(node -> fits(ask, node))
            .mapToLong(NodeState::mostContainers)
            .sum();
    String sentence =
        nodes.count() == 1
            ? "all %d containers that %s may have are taken"
                .formatted(most, nodes.leastOccupied().name)
            : "all %d containers that the nodes may have are taken".formatted(most);
    String subject = nodes.count() == 1 ? nodes.leastOccupied().name : "";
    reasons.add(Reason.counting(Kind.NO_ROOM, subject, most, most, sentence));
  }

  private static boolean fits(PendingAsk ask, NodeState node) {
    return ask.size.size.fitsIn(node.capacity());
  }

  private void held(PendingAsk ask) {
    for (Reservation reservation : reservations.of(app)) {
      if (reservation.ask() == ask) {
        String name = reservation.node().name;
        add(Kind.NODE_HELD, name, "room on %s is held for it until it is free".formatted(name));
      }
    }
  }

  private void locality(PendingAsk ask) {
    Preferences preferences = ask.preferences();
    NodeState room = nodes.withRoom(ask.size.size);
    Placement placement = new Placement(nodes);
    if (preferences == null || room == null || placement.choose(ask) != null) {
      return;
    }
    int of = preferences.anywhereAfter(nodes.count());
    String sentence =
        "it waits for a nearer node: %d of %d chances passed up"
            .formatted(preferences.passed(), of);
    reasons.add(
        Reason.counting(Kind.WAITS_FOR_NEAR_NODE, room.name, preferences.passed(), of, sentence));
  }

  private void ahead(PendingAsk ask) {
    int before = 0;
    for (App other : app.queue.all()) {
      if (other.id < app.id && other.wants(ask.size)) {
        before++;
      }
    }
    applicationsAhead(before, app.queue.active());
  }

  private void applicationsAhead(int before, int of) {
    if (before > 0) {
      String sentence =
          "%d job%s ahead in %s".formatted(before, before == 1 ? " is" : "s are", app.queue.path());
      reasons.add(Reason.counting(Kind.APPLICATIONS_AHEAD, app.queue.path(), before, of, sentence));
    }
  }

  private void queueAhead(PendingAsk ask) {
    for (QueueNode queue = app.queue; queue.parent != null; queue = queue.parent) {
      QueueNode first = queue.parent.contest(ask.size.index).first();
      if (first != null && first != queue) {
        String sentence = new Precedence(queue.parent, first, queue, ask.size.index).sentence();
        reasons.add(
            new Reason(
                Kind.QUEUE_AHEAD,
                first.path(),
                first.usage().inWords(),
                queue.usage().inWords(),
                0,
                0,
                sentence));
      }
    }
  }

  private void add(Kind kind, String subject, String sentence) {
    reasons.add(Reason.of(kind, subject, sentence));
  }
}
