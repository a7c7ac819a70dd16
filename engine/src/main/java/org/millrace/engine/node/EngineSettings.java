package org.millrace.engine.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;

/**
 * How an engine runs.
 *
 * @param node this process's name, no other's; the same after a restart: what an earlier life of it
 *     held is taken back at once
 * @param capacity what its containers may use together
 * @param containers most containers at a time, whatever they use
 * @param lease how long a container's lease holds unless renewed; renewed at a third of it. Also
 *     how long a node or leader may be silent before it is taken for dead
 * @param disk that it writes to; while that is short, nothing is taken in and nothing is run
 */
public record EngineSettings(
    String node,
    Resources capacity,
    int containers,
    Duration lease,
    Set<Role> roles,
    DiskSpace disk) {
  private static final Duration LEASE = Duration.ofSeconds(15);

  public EngineSettings {
    roles = Set.copyOf(roles);
  }

  /** This machine: three quarters of its memory, its cores, a gigabit of network. */
  public static EngineSettings ofThisMachine() {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int cores = Runtime.getRuntime().availableProcessors();
    long memoryMb = (machine.getTotalMemorySize() >> 20) * 3 / 4;
    Resources capacity = new Resources(memoryMb, cores * 1000L, 125_000_000);
    return new EngineSettings(
        "main", capacity, containersFor(capacity), LEASE, Set.of(Role.values()), DiskSpace.PLENTY);
  }

  /** Four a core: most tasks wait for a disk or somebody else now and then. */
  public static int containersFor(Resources capacity) {
    return (int) Math.min(100_000, Math.max(1, (4 * capacity.vcoresMilli() + 999) / 1000));
  }

  public EngineSettings withCapacity(Resources newCapacity, int most) {
    return new EngineSettings(node, newCapacity, most, lease, roles, disk);
  }

  public EngineSettings withLease(Duration time) {
    return new EngineSettings(node, capacity, containers, time, roles, disk);
  }

  public EngineSettings as(String name, Set<Role> as) {
    return new EngineSettings(name, capacity, containers, lease, as, disk);
  }

  public EngineSettings on(DiskSpace itsDisk) {
    return new EngineSettings(node, capacity, containers, lease, roles, itsDisk);
  }

  boolean works() {
    return roles.contains(Role.WORKER);
  }

  boolean manages() {
    return roles.contains(Role.MANAGER);
  }
}
