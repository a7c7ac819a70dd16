package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A small cluster for tests: a unit is a container of 1 GB and one vcore. */
final class Cluster {
  static final Resources UNIT = units(1);
  final ResourceManager manager;
  final List<ContainerGrant> running = new ArrayList<>();

  Cluster(Policy policy, Map<String, QueueSettings> queues) {
    this(policy, Comparison.MEMORY, queues);
  }

  Cluster(Policy policy, Comparison comparison, Map<String, QueueSettings> queues) {
    manager = new ResourceManager(new SchedulerSettings(policy, comparison, UNIT, 0, queues));
  }

  static Resources units(int count) {
    return Resources.of(1024L * count, count);
  }

  static Map<String, QueueSettings> queues(Object... pathsAndSettings) {
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndSettings.length; i += 2) {
      queues.put(
          (String) pathsAndSettings[i], ((QueueSettings.Builder) pathsAndSettings[i + 1]).build());
    }
    return Collections.unmodifiableMap(queues);
  }

  static QueueSettings.Builder queue() {
    return QueueSettings.builder();
  }

  Cluster node(String name, int units) {
    manager.addNode(name, "r1", units(units));
    return this;
  }

  Cluster app(long id, String queue, int containers) {
    manager.submit(new Submission(id, "u", queue, Resources.NONE));
    manager.ask(id, Ask.anywhere(1, UNIT, containers));
    return this;
  }

  /** Whose containers were granted, in order. */
  List<Long> allocate(int most) {
    List<ContainerGrant> grants = manager.allocate(most);
    running.addAll(grants);
    return grants.stream().map(ContainerGrant::application).toList();
  }

  long held(long application) {
    return running.stream().filter(grant -> grant.application() == application).count();
  }

  void end(long container) {
    manager.end(container);
    running.removeIf(grant -> grant.container() == container);
  }
}
