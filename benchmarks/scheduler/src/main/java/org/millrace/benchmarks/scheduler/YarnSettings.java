package org.millrace.benchmarks.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fair.FairScheduler;

/** The same queues and shares, as YARN wants to be told. */
final class YarnSettings {
  private static final String FAIR = "yarn.scheduler.fair.";
  private static final String CAPACITY = "yarn.scheduler.capacity.";

  private YarnSettings() {}

  /** Leaves serve their applications in order, as Millrace's do. */
  static Configuration fair(Load load) {
    Configuration settings = common(FairScheduler.class);
    settings.setBoolean(FAIR + "continuous-scheduling-enabled", false);
    settings.setBoolean(FAIR + "preemption", false);
    settings.setBoolean(FAIR + "assignmultiple", false);
    settings.set(FAIR + "allocation.file", allocations(load).toAbsolutePath().toString());
    return settings;
  }

  static Configuration capacity(Load load) {
    Configuration settings = common(CapacityScheduler.class);
    settings.setBoolean(CAPACITY + "schedule-asynchronously.enable", false);
    // No limit that Millrace's queues do not have: on applications, on their masters, on a user.
    settings.setInt(CAPACITY + "maximum-applications", 1_000_000_000);
    settings.setFloat(CAPACITY + "maximum-am-resource-percent", 1000);
    settings.set(CAPACITY + "root.queues", String.join(",", names(load)));
    List<BigDecimal> capacities = load.capacities();
    for (int queue = 0; queue < load.queues(); queue++) {
      String prefix = CAPACITY + "root." + load.queue(queue) + ".";
      settings.set(prefix + "capacity", capacities.get(queue).toPlainString());
      settings.set(prefix + "maximum-capacity", "100");
      settings.set(prefix + "user-limit-factor", "1000000");
    }
    return settings;
  }

  private static Configuration common(Class<?> scheduler) {
    Configuration settings = new YarnConfiguration();
    settings.set(YarnConfiguration.RM_SCHEDULER, scheduler.getName());
    settings.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, Load.CONTAINER_MB);
    // Else nothing is granted in the first ten seconds.
    settings.setInt(YarnConfiguration.RM_WORK_PRESERVING_RECOVERY_SCHEDULING_WAIT_MS, 0);
    return settings;
  }

  private static Path allocations(Load load) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<allocations>\n");
    for (int queue = 0; queue < load.queues(); queue++) {
      xml.append(
          """
          <queue name="%s">
            <weight>%d</weight>
            <minResources>%d mb, 0 vcores</minResources>
            <maxAMShare>-1.0</maxAMShare>
            <schedulingPolicy>fifo</schedulingPolicy>
          </queue>
          """
              .formatted(load.queue(queue), load.weight(queue), load.minShareMb(queue)));
    }
    xml.append("</allocations>\n");
    try {
      Path file = Files.createTempFile("fair-scheduler-", ".xml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, xml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Load load) {
    return IntStream.range(0, load.queues()).mapToObj(load::queue).collect(Collectors.toList());
  }
}
