package org.millrace.manager.simulate;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.manager.errors.Problem;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SettingsProblem;

/** Reads a workload's queues. Fields that the policy does not use are checked and left out. */
final class QueueReader {
  private static final Set<String> FIELDS =
      Set.of(
          "path",
          "weight",
          "minShare",
          "maxShare",
          "capacity",
          "maxCapacity",
          "maxAmShare",
          "maxApplications",
          "nodeLocalityDelay",
          "smallQueueMb");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Policy policy;
  private final Map<String, String> places = new LinkedHashMap<>();
  private final Map<String, QueueSettings> queues = new LinkedHashMap<>();

  QueueReader(Policy policy) {
    this.policy = policy;
  }

  Map<String, QueueSettings> read(List<Cursor> list) {
    list.forEach(this::readOne);
    // A workload says itself whether small queues have the advantage; YARN's know of none.
    queues.computeIfAbsent(QueuePath.ROOT, path -> QueueSettings.builder().smallQueueMb(0).build());
    return queues;
  }

  /** Queues without queues below them. */
  Set<String> leaves() {
    Set<String> leaves = new HashSet<>(queues.keySet());
    queues.keySet().forEach(path -> QueuePath.parent(path).ifPresent(leaves::remove));
    leaves.remove(QueuePath.ROOT);
    return leaves;
  }

  /** A problem of the settings, said of its place in the file. */
  Problem locate(SettingsProblem problem) {
    String place = places.getOrDefault(problem.queue(), "");
    String field = problem.setting();
    if (place.isEmpty()) {
      String subject = problem.queue().isEmpty() ? field : problem.queue() + ": " + field;
      return new Problem(subject, problem.rule(), problem.value(), problem.remedy());
    }
    return new Problem(place + "." + field, problem.rule(), problem.value(), problem.remedy());
  }

  private void readOne(Cursor queue) {
    queue.mustBeObject().allow(FIELDS);
    Cursor pathAt = queue.required("path");
    String path = pathAt.text();
    if (path.isEmpty()) {
      return;
    }
    if (!QueuePath.isValid(path)) {
      pathAt.note("must be root or a path below it without blanks", "such as root.acme");
      return;
    }
    String before = places.putIfAbsent(path, queue.path());
    if (before != null) {
      pathAt.note("must be the only one of its path", "the other is " + before);
      return;
    }
    QueuePath.parent(path)
        .filter(parent -> !parent.equals(QueuePath.ROOT) && !places.containsKey(parent))
        .ifPresent(
            parent ->
                pathAt.note("must have its parent before it", "declare " + parent + " first"));
    queues.put(path, settings(path, queue));
  }

  private QueueSettings settings(String path, Cursor queue) {
    BigDecimal weight = number(queue, "weight", BigDecimal.ONE);
    BigDecimal capacity = number(queue, "capacity", BigDecimal.ZERO);
    BigDecimal maxCapacity = number(queue, "maxCapacity", HUNDRED);
    Resources minShare = Amounts.read(queue.get("minShare"), Resources.NONE);
    Resources maxShare = Amounts.read(queue.get("maxShare"), Resources.UNLIMITED);
    QueueSettings.Builder settings = QueueSettings.builder();
    if (policy == Policy.FAIR) {
      settings.weight(weight).minShare(minShare).maxShare(maxShare);
    } else if (policy == Policy.CAPACITY) {
      // The weight decides nothing here, but the fairness index is about it.
      settings.weight(weight).capacity(capacity).maxCapacity(maxCapacity);
    }
    if (queue.has("maxAmShare")) {
      settings.maxAmShare(queue.get("maxAmShare").amount());
    }
    if (queue.has("maxApplications")) {
      settings.maxApplications((int) queue.get("maxApplications").whole(1, Integer.MAX_VALUE));
    }
    if (queue.has("nodeLocalityDelay")) {
      settings.nodeLocalityDelay((int) queue.get("nodeLocalityDelay").whole(-1, Integer.MAX_VALUE));
    }
    if (queue.has("smallQueueMb")) {
      settings.smallQueueMb(queue.get("smallQueueMb").whole(0, Long.MAX_VALUE / 2));
    } else if (path.equals(QueuePath.ROOT)) {
      settings.smallQueueMb(0);
    }
    return settings.build();
  }

  private static BigDecimal number(Cursor queue, String field, BigDecimal absent) {
    return queue.has(field) ? queue.get(field).amount() : absent;
  }
}
