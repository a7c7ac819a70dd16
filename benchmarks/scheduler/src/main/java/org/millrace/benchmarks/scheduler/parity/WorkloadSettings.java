package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fair.FairScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fair.FairSchedulerConfiguration;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;

/** A workload's policy and queues, as YARN wants to be told. */
final class WorkloadSettings {
  private static final String FAIR = "yarn.scheduler.fair.";
  private static final String CAPACITY = "yarn.scheduler.capacity.";
  private static final int AS_MANY_AS_FIT = -1;
  // Read once: that takes longer than most runs.
  private static final Configuration DEFAULTS = new YarnConfiguration();
  // More than any queue or node here has.
  private static final int MOST = 1_000_000_000;

  private final JsonNode workload;
  private final YarnQueues queues;
  private final Path scratch;
  private final Configuration settings = new Configuration(DEFAULTS);

  private WorkloadSettings(JsonNode workload, Path scratch) {
    this.workload = workload;
    this.queues = new YarnQueues(workload);
    this.scratch = scratch;
  }

  /**
   * @param scratch where a file may be left that is read at once and written anew for the next
   */
  static Configuration of(JsonNode workload, Path scratch) {
    return new WorkloadSettings(workload, scratch).read();
  }

  private Configuration read() {
    JsonNode least = workload.path("minAllocation");
    long leastMb = least.path("memoryMb").asLong(1024);
    settings.setLong(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, leastMb);
    // Else it rounds requests up to whole gigabytes, whatever the minimum allocation says.
    settings.setLong("yarn.resource-types.memory-mb.increment-allocation", leastMb);
    settings.setLong(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, MOST);
    settings.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_VCORES, 1_000_000);
    // Else nothing is granted in the first ten seconds.
    settings.setInt(YarnConfiguration.RM_WORK_PRESERVING_RECOVERY_SCHEDULING_WAIT_MS, 0);
    int most = workload.path("grantsPerOffer").asInt(AS_MANY_AS_FIT);
    switch (workload.get("policy").asText()) {
      case "fair" -> fair(most);
      case "capacity" -> capacity(most);
      // It knows of no queues: oldest first, wherever it is.
      case "fifo" -> settings.set(YarnConfiguration.RM_SCHEDULER, FifoScheduler.class.getName());
      default -> throw new IllegalArgumentException("no such policy: " + workload.get("policy"));
    }
    return settings;
  }

  /** Leaves serve their applications in order, as Millrace's do. */
  private void fair(int most) {
    settings.set(YarnConfiguration.RM_SCHEDULER, FairScheduler.class.getName());
    settings.setBoolean(FAIR + "continuous-scheduling-enabled", false);
    // A full node is not held for who comes to it: with one size that only changes whose turn it
    // is.
    settings.setFloat(
        FairSchedulerConfiguration.RM_SCHEDULER_RESERVATION_THRESHOLD_INCREMENT_MULTIPLE,
        1_000_000);
    settings.setBoolean(FAIR + "preemption", false);
    settings.setBoolean(FAIR + "assignmultiple", most != 1);
    settings.setBoolean(FAIR + "dynamic.max.assign", false);
    settings.setInt(FAIR + "max.assign", most);
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<allocations>\n");
    xml.append("<queue name=\"root\">\n");
    describe(xml, queues.byPath().get(YarnQueues.ROOT), false);
    queues.children(YarnQueues.ROOT).forEach(child -> describe(xml, child));
    xml.append("</queue>\n</allocations>\n");
    try {
      Path file = Files.writeString(scratch.resolve("fair-scheduler.xml"), xml);
      settings.set(FAIR + "allocation.file", file.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describe(StringBuilder xml, String path) {
    xml.append("<queue name=\"%s\">%n".formatted(YarnQueues.name(path)));
    describe(xml, queues.byPath().get(path), queues.isLeaf(path));
    queues.children(path).forEach(child -> describe(xml, child));
    xml.append("</queue>\n");
  }

  private static void describe(StringBuilder xml, JsonNode queue, boolean leaf) {
    if (queue != null) {
      if (queue.has("weight")) {
        xml.append("<weight>%s</weight>%n".formatted(queue.get("weight").asText()));
      }
      amount(xml, "minResources", queue.path("minShare"), 0);
      amount(xml, "maxResources", queue.path("maxShare"), Integer.MAX_VALUE);
    }
    if (leaf) {
      xml.append("<maxAMShare>-1.0</maxAMShare>\n<schedulingPolicy>fifo</schedulingPolicy>\n");
    }
  }

  private static void amount(StringBuilder xml, String name, JsonNode amount, long absent) {
    if (amount.isObject()) {
      xml.append(
          "<%s>%d mb, %d vcores</%s>%n"
              .formatted(
                  name,
                  amount.path("memoryMb").asLong(absent),
                  amount.path("vcores").asLong(absent),
                  name));
    }
  }

  private void capacity(int most) {
    settings.set(YarnConfiguration.RM_SCHEDULER, CapacityScheduler.class.getName());
    settings.setBoolean(CAPACITY + "schedule-asynchronously.enable", false);
    // No limit that Millrace's queues do not have: on applications, on their masters, on a user.
    settings.setInt(CAPACITY + "maximum-applications", MOST);
    settings.setInt(CAPACITY + "global-queue-max-application", MOST);
    settings.setFloat(CAPACITY + "maximum-am-resource-percent", 1000);
    settings.setInt(
        CAPACITY + "per-node-heartbeat.maximum-offswitch-assignments",
        most == AS_MANY_AS_FIT ? MOST : most);
    List<String> all = new ArrayList<>(queues.byPath().keySet());
    all.remove(YarnQueues.ROOT);
    setChildren(YarnQueues.ROOT);
    for (String path : all) {
      JsonNode queue = queues.byPath().get(path);
      String prefix = CAPACITY + path + ".";
      setChildren(path);
      settings.set(prefix + "capacity", queue.path("capacity").asText("0"));
      settings.set(prefix + "maximum-capacity", queue.path("maxCapacity").asText("100"));
      settings.set(prefix + "user-limit-factor", "1000000");
      if (queue.has("maxApplications")) {
        settings.set(prefix + "maximum-applications", queue.get("maxApplications").asText());
      }
    }
  }

  private void setChildren(String path) {
    if (!queues.isLeaf(path)) {
      List<String> names = queues.children(path).stream().map(YarnQueues::name).toList();
      settings.set(CAPACITY + path + ".queues", String.join(",", names));
    }
  }
}
