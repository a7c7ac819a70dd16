package org.millrace.scheduling.resource;

import java.math.BigInteger;

/**
 * Makes one number of an amount of several resources: its dominant share of the cluster, counted in
 * units of 1 ÷ {@link #whole()}. Since each amount has one number, the order of amounts is total
 * and transitive, which YARN's pairwise comparison is not. Immutable.
 *
 * <p>A share of resource r is {@code amount ÷ total}. With L the least common multiple of the
 * totals, it equals {@code amount × (L ÷ total) ÷ L}, so the products are exact shares in one unit.
 */
public final class Measure {
  // What one unit of memory, vcores and network weighs; zero for what does not decide.
  private final BigInteger[] scales;
  private final long[] smallScales;
  private final Exact whole;

  private Measure(BigInteger[] scales, BigInteger whole) {
    this.scales = scales;
    this.whole = Exact.of(whole);
    this.smallScales = new long[scales.length];
    for (int i = 0; i < scales.length; i++) {
      smallScales[i] = scales[i].bitLength() < Long.SIZE ? scales[i].longValue() : -1;
    }
  }

  /**
   * @param cluster what there is; a resource of which there is none does not decide
   */
  public static Measure of(Comparison comparison, Resources cluster) {
    if (comparison == Comparison.MEMORY) {
      BigInteger[] memoryOnly = {BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO};
      return new Measure(memoryOnly, BigInteger.valueOf(Math.max(1, cluster.memoryMb())));
    }
    long[] totals = {cluster.memoryMb(), cluster.vcoresMilli(), cluster.networkBytesPerSecond()};
    BigInteger whole = BigInteger.ONE;
    for (long total : totals) {
      whole = total == 0 ? whole : leastCommonMultiple(whole, BigInteger.valueOf(total));
    }
    BigInteger[] scales = new BigInteger[totals.length];
    for (int i = 0; i < totals.length; i++) {
      scales[i] = totals[i] == 0 ? BigInteger.ZERO : whole.divide(BigInteger.valueOf(totals[i]));
    }
    return new Measure(scales, whole);
  }

  /** As {@link #of(Resources)}, when that fits a {@code long}; else {@link Exact#LARGE}. */
  public long small(Tally amount) {
    long memory = smallProduct(amount.memoryMb(), 0);
    long vcores = smallProduct(amount.vcoresMilli(), 1);
    long network = smallProduct(amount.networkBytesPerSecond(), 2);
    return (memory | vcores | network) < 0
        ? Exact.LARGE
        : Math.max(memory, Math.max(vcores, network));
  }

  /** The dominant share of this amount, in units of 1 ÷ {@link #whole()}; can exceed it. */
  public Exact of(Resources amount) {
    long memory = smallProduct(amount.memoryMb(), 0);
    long vcores = smallProduct(amount.vcoresMilli(), 1);
    long network = smallProduct(amount.networkBytesPerSecond(), 2);
    if ((memory | vcores | network) >= 0) {
      return Exact.of(Math.max(memory, Math.max(vcores, network)));
    }
    return Exact.of(
        scales[0]
            .multiply(BigInteger.valueOf(amount.memoryMb()))
            .max(scales[1].multiply(BigInteger.valueOf(amount.vcoresMilli())))
            .max(scales[2].multiply(BigInteger.valueOf(amount.networkBytesPerSecond()))));
  }

  /** The whole cluster: what a share of 1 counts. Above zero. */
  public Exact whole() {
    return whole;
  }

  private long smallProduct(long amount, int resource) {
    long scale = smallScales[resource];
    return scale >= 0 && Math.multiplyHigh(amount, scale) == 0 ? amount * scale : -1;
  }

  private static BigInteger leastCommonMultiple(BigInteger left, BigInteger right) {
    return left.divide(left.gcd(right)).multiply(right);
  }
}
