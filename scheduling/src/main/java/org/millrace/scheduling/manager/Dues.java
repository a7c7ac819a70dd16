package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.millrace.scheduling.policy.Claim;
import org.millrace.scheduling.policy.FairShares;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/**
 * What each queue is due now (P3e): of its parent's due, first the smaller of min share and demand,
 * then by weight or guarantee up to its demand. Never more than it wants, so what one leaves is the
 * others'. Queues below one that serves first in, first out are due nothing of their own: there the
 * oldest application decides.
 */
final class Dues {
  private static final int WEIGHT_BITS = 50;

  /** So that all weights together fit a long. */
  private static final int SUM_BITS = 62;

  private final boolean memoryOnly;
  private final Map<QueueNode, Resources> dues = new HashMap<>();

  private Dues(boolean memoryOnly) {
    this.memoryOnly = memoryOnly;
  }

  static Dues of(QueueTree tree) {
    Dues dues = new Dues(tree.context().settings().comparison() == Comparison.MEMORY);
    ParentQueue root = tree.root();
    dues.dues.put(root, root.demand().min(tree.context().cluster()));
    dues.below(root);
    return dues;
  }

  /** Whether the children of this queue are due something each. */
  boolean shares(ParentQueue queue) {
    return dues.containsKey(queue) && queue.rules.policy() != Policy.FIFO;
  }

  /** Whether this much is at least its due, of every resource that decides. */
  boolean reaches(QueueNode queue, Resources amount) {
    Resources due = dues.get(queue);
    return due == null || (memoryOnly ? due.memoryMb() <= amount.memoryMb() : due.fitsIn(amount));
  }

  /** Whether this much is at most its due, of every resource that decides. */
  boolean allows(QueueNode queue, Resources amount) {
    Resources due = dues.get(queue);
    return due == null || (memoryOnly ? amount.memoryMb() <= due.memoryMb() : amount.fitsIn(due));
  }

  private void below(ParentQueue parent) {
    if (!shares(parent)) {
      return;
    }
    List<QueueNode> children = parent.children();
    Resources total = dues.get(parent);
    long[] weights = weights(parent);
    long[] memory = divide(parent, weights, total, Resources::memoryMb);
    long[] vcores = divide(parent, weights, total, Resources::vcoresMilli);
    long[] network = divide(parent, weights, total, Resources::networkBytesPerSecond);
    for (int i = 0; i < children.size(); i++) {
      dues.put(children.get(i), new Resources(memory[i], vcores[i], network[i]));
    }
    for (QueueNode child : children) {
      if (child instanceof ParentQueue inner) {
        below(inner);
      }
    }
  }

  private static long[] divide(
      ParentQueue parent, long[] weights, Resources total, ToLongFunction<Resources> kind) {
    boolean fair = parent.rules.policy() == Policy.FAIR;
    List<Claim> claims = new ArrayList<>(weights.length);
    for (int i = 0; i < weights.length; i++) {
      QueueNode child = parent.children().get(i);
      long demand = kind.applyAsLong(child.demand());
      long first = fair ? Math.min(kind.applyAsLong(child.rules.own().minShare()), demand) : 0;
      claims.add(new Claim(weights[i], first, demand));
    }
    return FairShares.of(kind.applyAsLong(total), claims);
  }

  private static long[] weights(ParentQueue parent) {
    boolean fair = parent.rules.policy() == Policy.FAIR;
    List<Exact> exact =
        parent.children().stream()
            .map(child -> fair ? child.weight() : child.guaranteedOrMinimum())
            .toList();
    int bits = exact.stream().mapToInt(Dues::bits).max().orElse(0);
    // Only the rare guarantee that needs more digits is rounded; it is a due, not an order.
    int shift = Math.max(0, bits - Math.min(WEIGHT_BITS, SUM_BITS - bits(exact.size())));
    return exact.stream().mapToLong(each -> Math.max(1, shifted(each, shift))).toArray();
  }

  private static long shifted(Exact weight, int shift) {
    return weight.small() == Exact.LARGE
        ? weight.big().shiftRight(shift).longValue()
        : weight.small() >> Math.min(shift, Long.SIZE - 1);
  }

  private static int bits(Exact weight) {
    return weight.small() == Exact.LARGE ? weight.big().bitLength() : bits(weight.small());
  }

  private static int bits(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }
}
