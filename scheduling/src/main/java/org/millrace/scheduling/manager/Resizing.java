package org.millrace.scheduling.manager;

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
    Fraction most = Fraction.ofPercent(root.rules.own().maxCapacity());
    YarnParts all = YarnParts.ofRoot(root.rules.own());
    root.resize(limits(root, most, context.cluster(), all));
    below(root, most, all);
    root.resize(root.limits());
  }

  private void below(ParentQueue parent, Fraction maxCapacity, YarnParts parts) {
    orderByPath(parent.children());
    Resources wanted = Resources.NONE;
    for (QueueNode child : parent.children()) {
      Fraction most = maxCapacity.times(Fraction.ofPercent(child.rules.own().maxCapacity()));
      YarnParts own = parts.below(child.rules.own());
      child.resize(limits(child, most, parent.limits().headroom(), own));
      if (child instanceof ParentQueue inner) {
        below(inner, most, own);
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

  private Limits limits(
      QueueNode queue, Fraction maxCapacity, Resources parentHeadroom, YarnParts parts) {
    // As in YARN's FSQueue.getMaxShare: a max below the min share counts as the min share.
    Resources share = queue.rules.own().maxShare().max(queue.rules.own().minShare());
    Resources max = share.min(capacityLimit(maxCapacity));
    Exact compared = context.measure().of(parts.guaranteed(context.cluster()));
    Exact minimum = context.measure().of(context.settings().minAllocation());
    return new Limits(
        max,
        parts,
        max.min(parentHeadroom),
        queue.capacity().of(context.cluster()),
        compared,
        compared.max(minimum).max(Exact.ONE));
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
