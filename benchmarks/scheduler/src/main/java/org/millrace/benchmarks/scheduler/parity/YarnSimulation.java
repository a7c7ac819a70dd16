package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.event.Event;
import org.apache.hadoop.yarn.server.resourcemanager.ClusterMetrics;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.attempt.RMAppAttemptEvent;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.attempt.RMAppAttemptEventType;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.AbstractYarnScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.QueueMetrics;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.NodeAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.NodeUpdateSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fair.FairScheduler;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;
import org.millrace.benchmarks.scheduler.YarnNode;
import org.millrace.benchmarks.scheduler.YarnResourceManager;

/**
 * Runs a workload on one of YARN's schedulers by the clock of Millrace's simulator: applications
 * arrive, demand and fair shares are computed, and each node has a heartbeat, which says what ended
 * there and in which the scheduler grants.
 */
final class YarnSimulation implements AutoCloseable {
  private final JsonNode workload;
  private final YarnResourceManager manager;
  private final AbstractYarnScheduler<?, ?> scheduler;
  private final Map<String, YarnNode> nodes = new LinkedHashMap<>();
  private final Map<String, List<YarnContainer>> running = new HashMap<>();
  private final Map<Long, YarnApplication> applications = new TreeMap<>();
  // Who was granted a container in this heartbeat, in order.
  private final List<Long> granted = new ArrayList<>();
  private final List<Outcome.Grant> grants = new ArrayList<>();
  private final List<Map<String, Long>> shares = new ArrayList<>();
  private int tick;

  static {
    // Else a second scheduler in this process may not name its metrics as the first did.
    DefaultMetricsSystem.setMiniClusterMode(true);
  }

  private YarnSimulation(JsonNode workload, Path scratch) {
    this.workload = workload;
    Configuration settings = WorkloadSettings.of(workload, scratch);
    // Static in YARN: the minimum allocation is that of the process's first scheduler else.
    ResourceUtils.resetResourceTypes(settings);
    manager = YarnResourceManager.still(settings, this::told);
    scheduler = manager.scheduler();
    // Leaves of the fair scheduler go by time of arrival, and then by id.
    scheduler.setClock(() -> tick);
    for (JsonNode node : workload.get("nodes")) {
      String name = node.get("name").asText();
      JsonNode capacity = node.get("capacity");
      Resource total =
          Resource.newInstance(capacity.path("memoryMb").asLong(), capacity.path("vcores").asInt());
      String rack = node.path("rack").asText("default");
      String address = YarnNode.address(nodes.size());
      nodes.put(name, new YarnNode(address, rack, total, manager.getRMContext()));
      running.put(name, new ArrayList<>());
      scheduler.handle(new NodeAddedSchedulerEvent(nodes.get(name)));
    }
  }

  static Outcome run(JsonNode workload, Path scratch) {
    try (YarnSimulation simulation = new YarnSimulation(workload, scratch)) {
      int ticks = workload.get("ticks").asInt();
      for (int tick = 0; tick < ticks; tick++) {
        simulation.tick = tick;
        simulation.tick();
      }
      return new Outcome(simulation.grants, simulation.shares);
    }
  }

  @Override
  public void close() {
    manager.stop();
    // Static in YARN, and never forgotten else.
    QueueMetrics.clearQueueMetrics();
    ClusterMetrics.destroy();
    DefaultMetricsSystem.shutdown();
    ResourceUtils.resetResourceTypes();
  }

  private void tick() {
    for (JsonNode application : workload.get("applications")) {
      if (application.path("submitAt").asInt() == tick) {
        arrive(application);
      }
    }
    if (scheduler instanceof FairScheduler fair) {
      fair.update();
      shares.add(fairShares(fair));
    }
    nodes.keySet().forEach(this::offer);
  }

  private void arrive(JsonNode application) {
    YarnApplication arrived = new YarnApplication(application, manager);
    if (arrived.submit()) {
      applications.put(arrived.id(), arrived);
    }
  }

  private Map<String, Long> fairShares(FairScheduler fair) {
    Map<String, Long> now = new TreeMap<>();
    for (JsonNode queue : workload.get("queues")) {
      String path = queue.get("path").asText();
      if (!path.equals(YarnQueues.ROOT)) {
        now.put(path, fair.getQueueManager().getQueue(path).getFairShare().getMemorySize());
      }
    }
    return now;
  }

  private void offer(String node) {
    List<YarnContainer> ended = new ArrayList<>(running.get(node));
    ended.removeIf(container -> container.endsAt() > tick);
    running.get(node).removeAll(ended);
    ended.forEach(container -> nodes.get(node).completed(container.id()));
    scheduler.handle(new NodeUpdateSchedulerEvent(nodes.get(node)));
    for (long id : granted) {
      grants.add(new Outcome.Grant(tick, id, applications.get(id).queue(), node));
      for (YarnContainer container : applications.get(id).fetch(tick)) {
        running.get(node).add(container);
        nodes.get(node).launched(container.id());
      }
    }
    granted.clear();
    ended.forEach(container -> container.of().taskEnded());
    applications.values().removeIf(YarnApplication::removeIfDone);
  }

  private void told(Event<?> event) {
    if (event.getType() == RMAppAttemptEventType.CONTAINER_ALLOCATED) {
      granted.add(
          (long) ((RMAppAttemptEvent) event).getApplicationAttemptId().getApplicationId().getId());
    }
  }
}
