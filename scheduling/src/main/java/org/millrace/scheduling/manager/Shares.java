package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.millrace.scheduling.policy.Claim;
import org.millrace.scheduling.policy.FairShares;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;

/**
 * What each queue may expect, from the root down, each resource for itself (as YARN's
 * DominantResourceFairnessPolicy.computeShares). Not kept up to date grant by grant: computed when
 * asked for.
 */
final class Shares {
  private static final List<ToLongFunction<Resources>> KINDS =
      List.of(Resources::memoryMb, Resources::vcoresMilli, Resources::networkBytesPerSecond);

  private final QueueTree tree;
  private final Map<QueueNode, Resources> shares = new LinkedHashMap<>();

  Shares(QueueTree tree) {
    this.tree = tree;
  }

  /** Fair shares: nothing for queues without running or waiting work. */
  Map<QueueNode, Resources> fair() {
    Resources all = tree.context().cluster().min(tree.root().limits().max());
    shares.put(tree.root(), all);
    fairBelow(tree.root());
    return shares;
  }

  private void fairBelow(ParentQueue parent) {
    List<QueueNode> active = new ArrayList<>();
    for (QueueNode child : parent.children()) {
      shares.put(child, Resources.NONE);
      if (child.hasWork()) {
        active.add(child);
      }
    }
    Resources total = shares.get(parent);
    // In 32 bits, as YARN has them, large weights do not fit.
    boolean small = active.stream().allMatch(child -> child.weight().small() != Exact.LARGE);
    long[][] divided = new long[KINDS.size()][];
    for (int i = 0; i < divided.length; i++) {
      ToLongFunction<Resources> kind = KINDS.get(i);
      List<Claim> claims = active.stream().map(child -> claim(child, kind, small)).toList();
      divided[i] = FairShares.of(kind.applyAsLong(total), claims);
    }
    for (int i = 0; i < active.size(); i++) {
      shares.put(active.get(i), new Resources(divided[0][i], divided[1][i], divided[2][i]));
    }
    for (QueueNode child : parent.children()) {
      if (child instanceof ParentQueue inner) {
        fairBelow(inner);
      }
    }
  }

  private static Claim claim(QueueNode child, ToLongFunction<Resources> kind, boolean small) {
    return new Claim(
        small
            ? child.weight().small()
            : child.rules.own().weight().movePointRight(6).longValueExact(),
        kind.applyAsLong(child.rules.own().minShare()),
        kind.applyAsLong(child.limits().max()));
  }
}
