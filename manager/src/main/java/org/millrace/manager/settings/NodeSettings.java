package org.millrace.manager.settings;

import java.util.Optional;
import org.millrace.scheduling.resource.Resources;

/**
 * What the node may use, as far as it is said; what is not said is detected.
 *
 * @param memoryMb memory in MiB
 * @param milliCores thousandths of a core
 * @param network bytes a second
 * @param keepFree bytes of the home's disk that are left alone; 0 for none
 */
public record NodeSettings(
    Optional<Long> memoryMb, Optional<Long> milliCores, Optional<Long> network, long keepFree) {
  private static final long KEPT_FREE = 256L << 20;
  static final NodeSettings DETECTED =
      new NodeSettings(Optional.empty(), Optional.empty(), Optional.empty(), KEPT_FREE);

  public Resources or(Resources detected) {
    return new Resources(
        memoryMb.orElse(detected.memoryMb()),
        milliCores.orElse(detected.vcoresMilli()),
        network.orElse(detected.networkBytesPerSecond()));
  }

  static NodeSettings read(Section section) {
    NodeSettings node =
        new NodeSettings(
            section.value(
                "memory",
                text -> positive(Units.mebibytes(text)),
                "must be a positive size, for example 4Gi"),
            section.value(
                "vcores",
                text -> positive(Units.milli(text)),
                "must be a positive number of cores, for example 4"),
            section.value(
                "network",
                text -> positive(Units.bytes(text)),
                "must be a positive size a second, for example 100Mi"),
            section
                .value("keepFree", Units::bytes, "must be a size, for example 256Mi")
                .orElse(KEPT_FREE));
    section.end();
    return node;
  }

  private static long positive(long amount) {
    if (amount < 1) {
      throw new IllegalArgumentException(Long.toString(amount));
    }
    return amount;
  }
}
