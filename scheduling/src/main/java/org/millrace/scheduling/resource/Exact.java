package org.millrace.scheduling.resource;

import java.math.BigInteger;

/**
 * A number of at least zero that never loses a digit. Nearly all fit a {@code long}, whose ratios
 * are compared by 128-bit products; the others are as exact and slower. Immutable.
 */
public final class Exact {
  public static final Exact ZERO = new Exact(0, null);
  public static final Exact ONE = new Exact(1, null);

  /** What stands for a number that does not fit a {@code long}. */
  public static final long LARGE = -1;

  private final long small;
  // Null when the value fits in small.
  private final BigInteger large;

  private Exact(long small, BigInteger large) {
    this.small = small;
    this.large = large;
  }

  public static Exact of(long value) {
    if (value < 0) {
      throw new ArithmeticException("an exact number must be at least 0, was " + value);
    }
    return new Exact(value, null);
  }

  public static Exact of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new Exact(0, value);
  }

  public int compareTo(Exact other) {
    return large == null && other.large == null
        ? Long.compare(small, other.small)
        : big().compareTo(other.big());
  }

  /**
   * Compares {@code a ÷ b} with {@code c ÷ d}. The divisors must be above zero: then the order is
   * total and transitive.
   */
  public static int compareRatios(Exact a, Exact b, Exact c, Exact d) {
    if (a.large == null && b.large == null && c.large == null && d.large == null) {
      return compareProducts(a.small, d.small, c.small, b.small);
    }
    return a.big().multiply(d.big()).compareTo(c.big().multiply(b.big()));
  }

  /** Compares {@code a × b} with {@code c × d}, none below zero, in 128 bits. */
  public static int compareProducts(long a, long b, long c, long d) {
    int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }

  /** The number, or {@link #LARGE} when it does not fit. */
  public long small() {
    return large == null ? small : LARGE;
  }

  public BigInteger big() {
    return large == null ? BigInteger.valueOf(small) : large;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exact that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return big().hashCode();
  }

  @Override
  public String toString() {
    return big().toString();
  }
}
