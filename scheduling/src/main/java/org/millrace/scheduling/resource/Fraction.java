package org.millrace.scheduling.resource;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction of at least zero, such as a share of a queue's parent or a weight. Immutable.
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {
  public static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

  public Fraction {
    if (numerator.signum() < 0 || denominator.signum() <= 0) {
      throw new ArithmeticException(
          "a fraction must be at least 0, was " + numerator + "/" + denominator);
    }
    BigInteger divisor = numerator.gcd(denominator);
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  public static Fraction of(BigDecimal value) {
    return value.scale() <= 0
        ? new Fraction(value.toBigIntegerExact(), BigInteger.ONE)
        : new Fraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  public static Fraction ofPercent(BigDecimal percent) {
    return of(percent.movePointLeft(2));
  }

  public Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** This fraction of each amount, rounded down; what is unlimited stays so. */
  public Resources of(Resources amount) {
    return new Resources(
        of(amount.memoryMb()), of(amount.vcoresMilli()), of(amount.networkBytesPerSecond()));
  }

  /** This fraction of an amount, rounded down; what is unlimited stays so. */
  public long of(long amount) {
    return amount == Long.MAX_VALUE
        ? amount
        : numerator.multiply(BigInteger.valueOf(amount)).divide(denominator).longValueExact();
  }
}
