package org.millrace.manager.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.node.NodeInfo;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.manager.SubmissionRefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * What other settings would give the queues, by the resource manager that decides it when they are
 * in force: it is given the workers and the demand, and grants until nothing is free. What runs now
 * is left out, so both columns are what the queues come to in the end.
 */
final class WhatIf {
  /** Containers that a queue's demand is cut into, and more where many queues share the cluster. */
  private static final int PARTS = 64;

  private static final int MOST_PARTS = 1024;
  private static final int MOST_QUEUES = 2000;
  private static final int MOST_GRANTS = 200_000;
  private static final int SHOWN = 40;

  private final QueueSnapshot tree;
  private final List<NodeInfo> nodes;
  private final boolean full;

  /**
   * @param full every queue wants the whole cluster, whatever it wants now
   */
  WhatIf(QueueSnapshot tree, List<NodeInfo> nodes, boolean full) {
    this.tree = tree;
    this.nodes = nodes;
    this.full = full;
  }

  /**
   * One queue, now and then; parts of the cluster from 0 to 1; a maximum in words.
   *
   * @param subject whether its settings are those that change
   */
  public record Row(
      String path,
      boolean subject,
      double fairBefore,
      double fairAfter,
      double guaranteedBefore,
      double guaranteedAfter,
      String maxBefore,
      String maxAfter,
      double getsBefore,
      double getsAfter) {
    boolean changes() {
      return fairBefore != fairAfter
          || guaranteedBefore != guaranteedAfter
          || !maxBefore.equals(maxAfter)
          || getsBefore != getsAfter;
    }
  }

  /** The queue itself first, then those for which something changes. */
  List<Row> compare(SchedulerSettings now, SchedulerSettings then, String path) {
    Neighbourhood around = new Neighbourhood(path);
    List<QueueSnapshot> wanting =
        around.rim(tree).stream()
            .filter(queue -> full || !queue.demand().isNone())
            .limit(MOST_QUEUES)
            .toList();
    Map<String, QueueSnapshot> before = byPath(run(around.of(now), wanting));
    Map<String, QueueSnapshot> after = byPath(run(around.of(then), wanting));
    Resources cluster = tree.guaranteed();
    List<Row> rows = new ArrayList<>();
    for (String each : after.keySet().stream().sorted().toList()) {
      QueueSnapshot old = before.get(each);
      if (old == null || each.equals("root")) {
        continue;
      }
      Row row = row(each, path, old, after.get(each), cluster);
      if (row.subject()) {
        rows.add(0, row);
      } else if (row.changes()) {
        rows.add(row);
      }
    }
    return rows.stream().limit(SHOWN).toList();
  }

  private static Row row(
      String path, String subject, QueueSnapshot old, QueueSnapshot now, Resources cluster) {
    return new Row(
        path,
        path.equals(subject),
        part(old.fairShare(), cluster),
        part(now.fairShare(), cluster),
        part(old.guaranteed(), cluster),
        part(now.guaranteed(), cluster),
        Show.INSTANCE.resources(old.max()),
        Show.INSTANCE.resources(now.max()),
        part(old.usage(), cluster),
        part(now.usage(), cluster));
  }

  private static double part(Resources amount, Resources cluster) {
    return Share.of(amount, cluster).dominant();
  }

  private QueueSnapshot run(SchedulerSettings settings, List<QueueSnapshot> wanting) {
    ResourceManager manager = new ResourceManager(settings);
    nodes.forEach(node -> manager.addNode(node.name(), node.host(), node.capacity()));
    int parts = Math.max(PARTS, Math.min(MOST_PARTS, 4 * wanting.size()));
    long id = 0;
    for (QueueSnapshot queue : wanting) {
      submit(manager, ++id, queue.path(), full ? tree.guaranteed() : queue.demand(), parts);
    }
    manager.allocate(MOST_GRANTS);
    return manager.snapshot();
  }

  private void submit(ResourceManager manager, long id, String queue, Resources demand, int parts) {
    try {
      manager.submitChecked(new Submission(id, "", queue, Resources.NONE));
      manager.ask(id, Ask.anywhere(1, part(demand, parts), parts));
    } catch (SubmissionRefusedException queueWouldNotTakeIt) {
      // Then it gets nothing, which is what the row says.
      return;
    }
  }

  /** Small enough that a worker has room for it, however much the queue wants. */
  private Resources part(Resources wanted, int parts) {
    Resources demand = wanted.min(tree.guaranteed());
    return new Resources(
        Math.max(1, demand.memoryMb() / parts),
        demand.vcoresMilli() / parts,
        demand.networkBytesPerSecond() / parts);
  }

  private static Map<String, QueueSnapshot> byPath(QueueSnapshot root) {
    Map<String, QueueSnapshot> all = new HashMap<>();
    List<QueueSnapshot> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      QueueSnapshot next = open.remove(open.size() - 1);
      all.put(next.path(), next);
      open.addAll(next.children());
    }
    return all;
  }
}
