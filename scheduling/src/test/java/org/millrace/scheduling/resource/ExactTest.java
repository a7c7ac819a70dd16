package org.millrace.scheduling.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ExactTest {
  private static final BigInteger TWO_TO_63 = BigInteger.TWO.pow(63);

  @Test
  void aNumberThatFitsALongIsOneAndALargerOneIsMarked() {
    assertThat(Exact.of(BigInteger.valueOf(Long.MAX_VALUE)).small()).isEqualTo(Long.MAX_VALUE);
    assertThat(Exact.of(TWO_TO_63).small()).isEqualTo(Exact.LARGE);
    assertThat(Exact.of(TWO_TO_63).big()).isEqualTo(TWO_TO_63);
    assertThatThrownBy(() -> Exact.of(-1)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void numbersCompareAcrossTheBoundOfALong() {
    Exact below = Exact.of(Long.MAX_VALUE);
    Exact above = Exact.of(TWO_TO_63);
    assertThat(below.compareTo(above)).isNegative();
    assertThat(above.compareTo(below)).isPositive();
    assertThat(above.compareTo(Exact.of(TWO_TO_63))).isZero();
    assertThat(Exact.ONE.compareTo(Exact.ZERO)).isPositive();
  }

  @Test
  void ratiosCompareAcrossTheBoundOfALong() {
    Exact large = Exact.of(TWO_TO_63);
    Exact twice = Exact.of(TWO_TO_63.shiftLeft(1));
    assertThat(Exact.compareRatios(large, Exact.ONE, twice, Exact.of(2))).isZero();
    assertThat(Exact.compareRatios(large, twice, Exact.ONE, Exact.of(2))).isZero();
    assertThat(Exact.compareRatios(Exact.ONE, large, Exact.ONE, twice)).isPositive();
    assertThat(Exact.compareRatios(Exact.ONE, Exact.ONE, Exact.ONE, large)).isPositive();
    assertThat(Exact.compareRatios(Exact.ONE, Exact.ONE, large, Exact.ONE)).isNegative();
  }

  @Test
  void equalNumbersAreEqual() {
    assertThat(Exact.of(TWO_TO_63)).isEqualTo(Exact.of(TWO_TO_63)).hasToString("" + TWO_TO_63);
    assertThat(Exact.of(7)).isNotEqualTo(Exact.of(8)).isNotEqualTo(7).hasToString("7");
    assertThat(Exact.of(7)).hasSameHashCodeAs(Exact.of(7));
    assertThat(Exact.of(7).hashCode()).isNotEqualTo(Exact.of(8).hashCode());
  }
}
