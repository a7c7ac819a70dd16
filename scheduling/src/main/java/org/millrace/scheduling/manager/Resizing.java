package org.millrace.scheduling.manager;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Fraction;
import org.millrace.scheduling.resource.Resources;

/** Computes anew all that hangs on the size of the cluster. Costs as much as there are queues. */
final class Resizing {
  private final TreeContext context;

  Resizing(TreeContext context) {
    this.context = context;
  }

  void of(ParentQueue root) {
    Exact whole = context.measure().whole();
    Fraction most = Fraction.ofPercent(root.rules.own().maxCapacity());
    root.resize(limits(root, most, context.cluster(), whole, whole));
    below(root, most);
    root.resize(root.limits());
  }

  private void below(ParentQueue parent, Fraction maxCapacity) {
    BigInteger unit = commonDenominator(parent.children());
    Exact minimum = context.measure().of(context.settings().minAllocation());
    BigInteger minUnits = minimum.big().multiply(unit).max(BigInteger.ONE);
    BigInteger divisor = minUnits;
    for (QueueNode child : parent.children()) {
      divisor = divisor.gcd(units(child, unit));
    }
    orderByPath(parent.children());
    Resources wanted = Resources.NONE;
    for (QueueNode child : parent.children()) {
      BigInteger units = units(child, unit);
      Fraction most = maxCapacity.times(Fraction.ofPercent(child.rules.own().maxCapacity()));
      Exact guaranteed = Exact.of(units.divide(divisor));
      Exact orMinimum = Exact.of(units.max(minUnits).divide(divisor));
      child.resize(limits(child, most, parent.limits().headroom(), guaranteed, orMinimum));
      if (child instanceof ParentQueue inner) {
        below(inner, most);
        child.resize(child.limits());
      }
      wanted = wanted.plus(child.demand());
    }
    parent.setWantedTo(wanted);
    parent.children().forEach(QueueNode::reposition);
  }

  private static void orderByPath(List<QueueNode> children) {
    List<QueueNode> sorted = new ArrayList<>(children);
    sorted.sort(Comparator.comparing(QueueNode::path));
    for (int i = 0; i < sorted.size(); i++) {
      sorted.get(i).setByPath(i);
    }
  }

  /** Guaranteed shares are whole numbers in units of 1 ÷ this. */
  private static BigInteger commonDenominator(List<QueueNode> children) {
    BigInteger common = BigInteger.ONE;
    for (QueueNode child : children) {
      BigInteger own = child.capacity().denominator();
      common = common.divide(common.gcd(own)).multiply(own);
    }
    return common;
  }

  private BigInteger units(QueueNode child, BigInteger unit) {
    Fraction capacity = child.capacity();
    return capacity
        .numerator()
        .multiply(unit.divide(capacity.denominator()))
        .multiply(context.measure().whole().big());
  }

  private Limits limits(
      QueueNode queue,
      Fraction maxCapacity,
      Resources parentHeadroom,
      Exact guaranteed,
      Exact guaranteedOrMinimum) {
    // As in YARN's FSQueue.getMaxShare: a max below the min share counts as the min share.
    Resources share = queue.rules.own().maxShare().max(queue.rules.own().minShare());
    Resources max = share.min(capacityLimit(maxCapacity));
    return new Limits(
        max,
        max.min(parentHeadroom),
        queue.capacity().of(context.cluster()),
        guaranteed,
        guaranteedOrMinimum);
  }

  /** The share of the cluster, rounded down to whole minimum allocations; all of it is no limit. */
  private Resources capacityLimit(Fraction maxCapacity) {
    if (maxCapacity.equals(Fraction.ONE)) {
      return Resources.UNLIMITED;
    }
    Resources min = context.settings().minAllocation();
    Resources share = maxCapacity.of(context.cluster());
    long memory = whole(share.memoryMb(), min.memoryMb());
    return context.settings().comparison() == Comparison.MEMORY
        ? new Resources(memory, Long.MAX_VALUE, Long.MAX_VALUE)
        : new Resources(
            memory,
            whole(share.vcoresMilli(), min.vcoresMilli()),
            whole(share.networkBytesPerSecond(), min.networkBytesPerSecond()));
  }

  private static long whole(long amount, long min) {
    return min == 0 ? amount : amount / min * min;
  }
}
