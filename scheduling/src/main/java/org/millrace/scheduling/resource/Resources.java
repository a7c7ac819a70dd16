package org.millrace.scheduling.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * An amount of each resource. Immutable. Sums and products that do not fit a {@code long} throw
 * {@link ArithmeticException}, and so does a difference below zero: neither can happen to amounts
 * of a real cluster, so both indicate a bug.
 *
 * @param memoryMb memory in MiB
 * @param vcoresMilli thousandths of a virtual core
 * @param networkBytesPerSecond network traffic in bytes a second
 */
public record Resources(long memoryMb, long vcoresMilli, long networkBytesPerSecond) {
  public static final Resources NONE = new Resources(0, 0, 0);

  /** The limit of what has none. To be compared with only: adding to it throws. */
  public static final Resources UNLIMITED =
      new Resources(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final long MILLI = 1000;

  public Resources {
    if (memoryMb < 0 || vcoresMilli < 0 || networkBytesPerSecond < 0) {
      throw new ArithmeticException(
          "resources: no amount can be negative, was %d MB, %d milli vcores, %d bytes/s"
              .formatted(memoryMb, vcoresMilli, networkBytesPerSecond));
    }
  }

  /** Memory and whole vcores, without network. */
  public static Resources of(long memoryMb, long vcores) {
    return new Resources(memoryMb, Math.multiplyExact(vcores, MILLI), 0);
  }

  public Resources plus(Resources other) {
    return new Resources(
        Math.addExact(memoryMb, other.memoryMb),
        Math.addExact(vcoresMilli, other.vcoresMilli),
        Math.addExact(networkBytesPerSecond, other.networkBytesPerSecond));
  }

  public Resources minus(Resources other) {
    return new Resources(
        memoryMb - other.memoryMb,
        vcoresMilli - other.vcoresMilli,
        networkBytesPerSecond - other.networkBytesPerSecond);
  }

  /** The difference, nothing where the other amount is larger. */
  public Resources minusAtMost(Resources other) {
    return new Resources(
        Math.max(0, memoryMb - other.memoryMb),
        Math.max(0, vcoresMilli - other.vcoresMilli),
        Math.max(0, networkBytesPerSecond - other.networkBytesPerSecond));
  }

  public Resources times(long count) {
    return new Resources(
        Math.multiplyExact(memoryMb, count),
        Math.multiplyExact(vcoresMilli, count),
        Math.multiplyExact(networkBytesPerSecond, count));
  }

  /** The smaller amount of each resource. */
  public Resources min(Resources other) {
    return new Resources(
        Math.min(memoryMb, other.memoryMb),
        Math.min(vcoresMilli, other.vcoresMilli),
        Math.min(networkBytesPerSecond, other.networkBytesPerSecond));
  }

  /** The larger amount of each resource. */
  public Resources max(Resources other) {
    return new Resources(
        Math.max(memoryMb, other.memoryMb),
        Math.max(vcoresMilli, other.vcoresMilli),
        Math.max(networkBytesPerSecond, other.networkBytesPerSecond));
  }

  /** Whether there is no more of any resource than in {@code room}. */
  public boolean fitsIn(Resources room) {
    return memoryMb <= room.memoryMb
        && vcoresMilli <= room.vcoresMilli
        && networkBytesPerSecond <= room.networkBytesPerSecond;
  }

  /** Whether this and {@code more} together fit in {@code limit}; never overflows. */
  public boolean fitsWith(Resources more, Resources limit) {
    return memoryMb <= limit.memoryMb - more.memoryMb
        && vcoresMilli <= limit.vcoresMilli - more.vcoresMilli
        && networkBytesPerSecond <= limit.networkBytesPerSecond - more.networkBytesPerSecond;
  }

  /** What of each resource this and {@code more} together take beyond {@code limit}. */
  public Resources beyond(Resources more, Resources limit) {
    return new Resources(
        beyond(memoryMb, more.memoryMb, limit.memoryMb),
        beyond(vcoresMilli, more.vcoresMilli, limit.vcoresMilli),
        beyond(networkBytesPerSecond, more.networkBytesPerSecond, limit.networkBytesPerSecond));
  }

  private static long beyond(long amount, long more, long limit) {
    return Math.max(0, amount - (limit - more));
  }

  /** The amounts of those resources of which {@code which} has any, nothing of the others. */
  public Resources where(Resources which) {
    return new Resources(
        which.memoryMb > 0 ? memoryMb : 0,
        which.vcoresMilli > 0 ? vcoresMilli : 0,
        which.networkBytesPerSecond > 0 ? networkBytesPerSecond : 0);
  }

  public boolean isNone() {
    return (memoryMb | vcoresMilli | networkBytesPerSecond) == 0;
  }

  /**
   * {@code 2 GiB, 1.5 vcores, 3.3 MiB/s}: rounded, to be read by people; {@link #toString} is
   * exact.
   */
  public String inWords() {
    return Words.of(this);
  }

  /** {@code 2048 MB, 1.5 vcores}; resources of which there is nothing are left out. */
  @Override
  public String toString() {
    if (isNone()) {
      return "nothing";
    }
    List<String> parts = new ArrayList<>();
    if (memoryMb > 0) {
      parts.add(memoryMb == Long.MAX_VALUE ? "unlimited memory" : memoryMb + " MB");
    }
    if (vcoresMilli > 0) {
      parts.add(vcoresMilli == Long.MAX_VALUE ? "unlimited vcores" : vcores());
    }
    if (networkBytesPerSecond > 0) {
      parts.add(
          networkBytesPerSecond == Long.MAX_VALUE
              ? "unlimited network"
              : networkBytesPerSecond + " bytes/s");
    }
    return String.join(", ", parts);
  }

  private String vcores() {
    String fraction = "%03d".formatted(vcoresMilli % MILLI).replaceAll("0+$", "");
    String number = vcoresMilli / MILLI + (fraction.isEmpty() ? "" : "." + fraction);
    return number + ("1".equals(number) ? " vcore" : " vcores");
  }
}
