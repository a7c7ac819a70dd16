package org.millrace.manager.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;

/** Amounts of resources: {@code {"memoryMb": 1024, "vcores": 0.5}}. */
final class Amounts {
  private static final Set<String> FIELDS = Set.of("memoryMb", "vcores", "networkBytesPerSecond");
  private static final long MOST = 1_000_000_000_000L;

  private Amounts() {}

  /**
   * @param absent what resources that are not named count
   */
  static Resources read(Cursor at, Resources absent) {
    at.mustBeObject().allow(FIELDS);
    long memory = at.has("memoryMb") ? at.get("memoryMb").whole(0, MOST) : absent.memoryMb();
    long vcores = at.has("vcores") ? milli(at.get("vcores")) : absent.vcoresMilli();
    long network =
        at.has("networkBytesPerSecond")
            ? at.get("networkBytesPerSecond").whole(0, MOST)
            : absent.networkBytesPerSecond();
    return new Resources(memory, vcores, network);
  }

  private static long milli(Cursor vcores) {
    BigDecimal number = vcores.number(BigDecimal.ZERO, BigDecimal.valueOf(MOST));
    return number.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }
}
