package org.millrace.benchmarks.running;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;

/** What was measured on. */
public final class Machine {
  private Machine() {}

  /** Cores, memory, system and Java; the load tells how much else ran. */
  public static ObjectNode describe(ObjectMapper mapper) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return mapper
        .createObjectNode()
        .put("cores", system.getAvailableProcessors())
        .put("memoryBytes", system.getTotalMemorySize())
        .put("system", system.getName() + " " + system.getArch())
        .put("java", System.getProperty("java.version"))
        .put("loadAverage", system.getSystemLoadAverage());
  }
}
