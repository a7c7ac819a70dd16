package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/**
 * Releases containers of queues above their due for queues below it (P3e), the newest first.
 *
 * <p>It ends: a release is only chosen together with one waiting container that it makes room for,
 * and the room is held for that. The one queue stays at its due or above, the other at its due or
 * below, so each pair makes the sum of what queues lack smaller by a whole container, and nothing
 * makes it larger while demand is the same.
 */
final class Preemption {
  // A flood of releases would only be one of restarts; the next cycle goes on.
  private static final int MOST_RELEASES = 1000;

  private final QueueTree tree;
  private final Nodes nodes;
  private final Containers containers;
  private final Reservations reservations;
  private final Dues dues;
  private final List<Release> releases = new ArrayList<>();
  private List<Container> newestFirst;

  Preemption(QueueTree tree, Nodes nodes, Containers containers, Reservations reservations) {
    this.tree = tree;
    this.nodes = nodes;
    this.containers = containers;
    this.reservations = reservations;
    this.dues = Dues.of(tree);
  }

  List<Release> run(long nowMillis) {
    List<LeafQueue> starved = starved(nowMillis);
    // One container each in turn, so that no queue has to wait for another's whole due.
    while (!starved.isEmpty() && releases.size() < MOST_RELEASES) {
      starved.removeIf(queue -> !releaseFor(queue));
    }
    return releases;
  }

  private List<LeafQueue> starved(long nowMillis) {
    List<LeafQueue> starved = new ArrayList<>();
    for (LeafQueue queue : tree.leaves()) {
      if (nextAsk(queue) == null) {
        queue.belowDueSinceMillis = null;
        continue;
      }
      if (queue.belowDueSinceMillis == null) {
        queue.belowDueSinceMillis = nowMillis;
      }
      long waited = nowMillis - queue.belowDueSinceMillis;
      if (waited >= tree.context().settings().preemptionWaitMillis()) {
        starved.add(queue);
      }
    }
    starved.sort(Comparator.comparing(QueueNode::path));
    return starved;
  }

  /** The first ask that would not take the queue above its due, and for which there is no room. */
  private PendingAsk nextAsk(LeafQueue queue) {
    if (queue.isPaused()) {
      return null;
    }
    for (App app : queue.all()) {
      for (PendingAsk ask : app.asks()) {
        if (ask.isOpen()
            && ask.count() > reservations.count(ask)
            && allowed(queue, ask.size.size, null)
            && nodes.isPossible(ask.size)
            && nodes.withRoom(ask.size.size) == null) {
          return ask;
        }
      }
    }
    return null;
  }

  /** Whether no queue from this one up to below {@code shared} would be above its due. */
  private boolean allowed(QueueNode queue, Resources more, ParentQueue shared) {
    for (QueueNode at = queue; at != shared; at = at.parent) {
      Resources then = at.usage().plus(at.promised()).plus(more);
      // Of the ancestors only those below the one that both share: the first look is at itself.
      if (!dues.allows(at, then)
          || at.isPaused()
          || !then.minusAtMost(at.releasing()).fitsIn(at.limits().max())) {
        return false;
      }
      if (shared == null) {
        return true;
      }
    }
    return true;
  }

  private boolean releaseFor(LeafQueue queue) {
    PendingAsk ask = nextAsk(queue);
    if (ask == null) {
      return false;
    }
    Map<NodeState, Victims> byNode = new HashMap<>();
    for (Container container : newestFirst()) {
      if (container.releasing || !mayBeTaken(container, queue, ask.size.size)) {
        continue;
      }
      Victims victims = byNode.computeIfAbsent(container.node, Victims::new);
      if (victims.isNeeded(ask.size.size)
          && victims.take(container, ask)
          && !victims.isNeeded(ask.size.size)
          && victims.leaveWithinLimits(ask)) {
        commit(victims, ask);
        return true;
      }
    }
    return false;
  }

  private boolean mayBeTaken(Container container, LeafQueue beneficiary, Resources size) {
    LeafQueue from = container.app.queue;
    if (from == beneficiary || !from.rules.preemption() || hasAdvantage(from)) {
      return false;
    }
    ParentQueue shared = sharedAncestor(from, beneficiary);
    return dues.shares(shared)
        && allowed(beneficiary, size, shared)
        && size.fitsIn(container.node.capacity());
  }

  // The capacity policy would give the room back to it at once.
  private static boolean hasAdvantage(LeafQueue queue) {
    return queue.isSmall() && queue.parent.rules.policy() == Policy.CAPACITY;
  }

  private void commit(Victims victims, PendingAsk ask) {
    for (Container container : victims.taken) {
      containers.release(container);
      releases.add(
          new Release(
              container.id,
              container.app.id,
              container.app.queue.path(),
              container.node.name,
              ask.app.id));
    }
    reservations.add(ask, victims.node, true);
  }

  private List<Container> newestFirst() {
    if (newestFirst == null) {
      newestFirst =
          containers
              .all()
              .sorted(Comparator.comparingLong((Container each) -> each.id).reversed())
              .toList();
    }
    return newestFirst;
  }

  private static ParentQueue sharedAncestor(QueueNode left, QueueNode right) {
    for (ParentQueue at = left.parent; at != null; at = at.parent) {
      for (ParentQueue other = right.parent; other != null; other = other.parent) {
        if (at == other) {
          return at;
        }
      }
    }
    throw new IllegalStateException("every queue is below the root; indicates a bug");
  }

  /** What would be released on one node. */
  private final class Victims {
    private final NodeState node;
    private final List<Container> taken = new ArrayList<>();
    private final Map<QueueNode, Resources> lost = new HashMap<>();
    private Resources going;

    Victims(NodeState node) {
      this.node = node;
      going = node.releasing();
    }

    boolean isNeeded(Resources size) {
      Resources then = node.used().minus(going).plus(node.held()).plus(size);
      return !then.fitsIn(node.capacity());
    }

    /** Unless a queue would be below its due then. */
    boolean take(Container container, PendingAsk forAsk) {
      LeafQueue from = container.app.queue;
      ParentQueue shared = sharedAncestor(from, forAsk.app.queue);
      boolean gains = false;
      // The root has nobody to lose to: what falls short there is room for whoever fits.
      for (QueueNode at = from; at.parent != null; at = at.parent) {
        gains |= at == shared;
        if (!staysAtItsDue(at, container.size, gains ? forAsk.size.size : Resources.NONE)) {
          return false;
        }
      }
      for (QueueNode at = from; at != null; at = at.parent) {
        lost.merge(at, container.size, Resources::plus);
      }
      taken.add(container);
      going = going.plus(container.size);
      return true;
    }

    /** Whether the beneficiary's container fits every limit on its way to the root then. */
    boolean leaveWithinLimits(PendingAsk ask) {
      for (QueueNode at = ask.app.queue; at != null; at = at.parent) {
        Resources gone = at.releasing().plus(lost.getOrDefault(at, Resources.NONE));
        Resources then = at.usage().plus(at.promised()).minusAtMost(gone).plus(ask.size.size);
        if (!then.fitsIn(at.limits().max())) {
          return false;
        }
      }
      return true;
    }

    /**
     * @param gained what the queue gets back: where both are below it, the beneficiary's container
     */
    private boolean staysAtItsDue(QueueNode at, Resources more, Resources gained) {
      Resources lostHere = lost.getOrDefault(at, Resources.NONE).plus(more);
      Resources left = at.usage().plus(gained).minusAtMost(at.releasing().plus(lostHere));
      return lostHere.fitsIn(gained)
          || dues.reaches(at, gained.isNone() ? left : left.plus(at.promised()));
    }
  }
}
