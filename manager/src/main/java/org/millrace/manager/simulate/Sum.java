package org.millrace.manager.simulate;

import java.math.BigInteger;
import org.millrace.scheduling.resource.Resources;

/** Adds up amounts, so that what no scheduler could count is refused with its place in the file. */
final class Sum {
  // Room for what runs beside what is asked for.
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 4);

  private BigInteger memoryMb = BigInteger.ZERO;
  private BigInteger vcoresMilli = BigInteger.ZERO;
  private BigInteger network = BigInteger.ZERO;

  void add(Resources amount, long count, Cursor at) {
    memoryMb = memoryMb.add(product(amount.memoryMb(), count));
    vcoresMilli = vcoresMilli.add(product(amount.vcoresMilli(), count));
    network = network.add(product(amount.networkBytesPerSecond(), count));
    if (memoryMb.max(vcoresMilli).max(network).compareTo(MOST) > 0) {
      at.note("must not be too much to count, with all before it", "make it smaller");
    }
  }

  private static BigInteger product(long amount, long count) {
    return BigInteger.valueOf(amount).multiply(BigInteger.valueOf(count));
  }
}
