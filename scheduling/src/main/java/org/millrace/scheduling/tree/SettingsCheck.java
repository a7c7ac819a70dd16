package org.millrace.scheduling.tree;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Resources;

/** Finds every problem of the settings, not only the first. */
final class SettingsCheck {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal MOST_WEIGHT = BigDecimal.valueOf(1_000_000_000);
  private static final int WEIGHT_DECIMALS = 6;
  private static final int PERCENT_DECIMALS = 4;

  private final Resources minAllocation;
  private final long preemptionWaitMillis;
  private final Map<String, QueueSettings> queues;
  private final List<SettingsProblem> problems = new ArrayList<>();

  SettingsCheck(
      Resources minAllocation, long preemptionWaitMillis, Map<String, QueueSettings> queues) {
    this.minAllocation = minAllocation;
    this.preemptionWaitMillis = preemptionWaitMillis;
    this.queues = queues;
  }

  List<SettingsProblem> problems() {
    if (minAllocation.memoryMb() < 1) {
      add("", "minAllocation", "must have at least 1 MB", minAllocation, "for example 256 MB");
    }
    if (preemptionWaitMillis < 0) {
      add("", "preemptionWait", "must be at least 0 ms", preemptionWaitMillis, "0 for at once");
    }
    queues.keySet().forEach(this::checkPath);
    queues.forEach(this::checkQueue);
    checkSums();
    return problems;
  }

  private void checkPath(String path) {
    if (!QueuePath.isValid(path)) {
      add(path, "", "must be root or a path below it without blanks", path, "such as root.acme");
      return;
    }
    QueuePath.parent(path)
        .filter(parent -> !parent.equals(QueuePath.ROOT) && !queues.containsKey(parent))
        .ifPresent(parent -> add(path, "", "must have a parent", path, "declare " + parent));
  }

  private void checkQueue(String path, QueueSettings queue) {
    checkWeight(path, queue.weight());
    checkPercent(path, "capacity", queue.capacity());
    checkPercent(path, "maxCapacity", queue.maxCapacity());
    if (queue.capacity().compareTo(queue.maxCapacity()) > 0) {
      String rule = "must be at most maxCapacity, which is " + queue.maxCapacity();
      add(path, "capacity", rule, queue.capacity(), "lower it, or raise maxCapacity");
    }
    if (queue.maxAmShare() != null
        && (queue.maxAmShare().signum() <= 0 || queue.maxAmShare().compareTo(BigDecimal.ONE) > 0)) {
      add(path, "maxAmShare", "must be above 0 and at most 1", queue.maxAmShare(), "such as 0.5");
    }
    if (queue.maxApplications() != null && queue.maxApplications() < 1) {
      add(
          path,
          "maxApplications",
          "must be at least 1",
          queue.maxApplications(),
          "or leave it out");
    }
    if (queue.nodeLocalityDelay() != null && queue.nodeLocalityDelay() < -1) {
      add(path, "nodeLocalityDelay", "must be at least -1", queue.nodeLocalityDelay(), "-1 is off");
    }
    if (queue.smallQueueMb() != null && queue.smallQueueMb() < 0) {
      add(path, "smallQueueMb", "must be at least 0", queue.smallQueueMb(), "0 is off");
    }
    if (queue.template() != null) {
      checkQueue(path + ".*", queue.template());
    }
  }

  private void checkWeight(String path, BigDecimal weight) {
    if (weight.signum() <= 0
        || weight.compareTo(MOST_WEIGHT) > 0
        || decimals(weight) > WEIGHT_DECIMALS) {
      String rule = "must be above 0, at most " + MOST_WEIGHT + " and have at most six decimals";
      add(path, "weight", rule, weight, "for example 2");
    }
  }

  private void checkPercent(String path, String name, BigDecimal percent) {
    if (percent.signum() < 0
        || percent.compareTo(HUNDRED) > 0
        || decimals(percent) > PERCENT_DECIMALS) {
      String rule = "must be a percentage from 0 to 100 with at most four decimals";
      add(path, name, rule, percent, "for example 40");
    }
  }

  private void checkSums() {
    Map<String, BigDecimal> sums = new LinkedHashMap<>();
    queues.forEach(
        (path, queue) ->
            QueuePath.parent(path)
                .ifPresent(parent -> sums.merge(parent, queue.capacity(), BigDecimal::add)));
    sums.forEach(
        (parent, sum) -> {
          if (sum.compareTo(HUNDRED) > 0) {
            String rule = "must add up to at most 100 over the queues below";
            add(parent, "capacity", rule, sum.toPlainString(), "lower some of them");
          }
        });
  }

  private static int decimals(BigDecimal value) {
    return value.stripTrailingZeros().scale();
  }

  private void add(String queue, String setting, String rule, Object value, String remedy) {
    problems.add(new SettingsProblem(queue, setting, rule, String.valueOf(value), remedy));
  }
}
