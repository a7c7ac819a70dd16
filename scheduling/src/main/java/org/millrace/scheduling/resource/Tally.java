package org.millrace.scheduling.resource;

/**
 * An amount of each resource that is counted up and down in place. For what changes with every
 * grant: a fresh {@link Resources} each time would lie far from the last one in memory, and reading
 * it then costs more than the rest of the grant. Not thread-safe; the same errors as {@link
 * Resources}.
 */
public final class Tally {
  private long memoryMb;
  private long vcoresMilli;
  private long networkBytesPerSecond;

  public void add(Resources amount) {
    add(amount.memoryMb(), amount.vcoresMilli(), amount.networkBytesPerSecond());
  }

  public void subtract(Resources amount) {
    add(-amount.memoryMb(), -amount.vcoresMilli(), -amount.networkBytesPerSecond());
  }

  private void add(long memory, long vcores, long network) {
    set(
        Math.addExact(memoryMb, memory),
        Math.addExact(vcoresMilli, vcores),
        Math.addExact(networkBytesPerSecond, network));
  }

  /** By how much {@code after} is more than {@code before}, or less. */
  public void addDifference(Resources before, Resources after) {
    add(
        after.memoryMb() - before.memoryMb(),
        after.vcoresMilli() - before.vcoresMilli(),
        after.networkBytesPerSecond() - before.networkBytesPerSecond());
  }

  public void set(Resources amount) {
    set(amount.memoryMb(), amount.vcoresMilli(), amount.networkBytesPerSecond());
  }

  private void set(long memory, long vcores, long network) {
    if ((memory | vcores | network) < 0) {
      throw new ArithmeticException(
          "resources: no amount can be negative, was %d MB, %d milli vcores, %d bytes/s"
              .formatted(memory, vcores, network));
    }
    memoryMb = memory;
    vcoresMilli = vcores;
    networkBytesPerSecond = network;
  }

  /** Whether this and {@code more} together fit in {@code limit}. */
  public boolean fitsWith(Resources more, Resources limit) {
    return memoryMb <= limit.memoryMb() - more.memoryMb()
        && vcoresMilli <= limit.vcoresMilli() - more.vcoresMilli()
        && networkBytesPerSecond <= limit.networkBytesPerSecond() - more.networkBytesPerSecond();
  }

  public boolean equalsAmount(Resources amount) {
    return memoryMb == amount.memoryMb()
        && vcoresMilli == amount.vcoresMilli()
        && networkBytesPerSecond == amount.networkBytesPerSecond();
  }

  public long memoryMb() {
    return memoryMb;
  }

  public long vcoresMilli() {
    return vcoresMilli;
  }

  public long networkBytesPerSecond() {
    return networkBytesPerSecond;
  }

  /** What it counts now. */
  public Resources now() {
    return new Resources(memoryMb, vcoresMilli, networkBytesPerSecond);
  }
}
