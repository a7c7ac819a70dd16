package org.millrace.scheduling.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  @Test
  void sumsThatDoNotFitAreRefused() {
    Resources most = new Resources(Long.MAX_VALUE, 0, 0);
    assertThatThrownBy(() -> most.plus(Resources.of(1, 0))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void nothingFallsBelowZero() {
    assertThatThrownBy(() -> Resources.NONE.minus(Resources.of(1, 0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("-1 MB");
    assertThat(Resources.of(1, 2).minusAtMost(Resources.of(2, 1))).isEqualTo(Resources.of(0, 1));
  }

  @Test
  void fittingNeedsEveryResource() {
    Resources room = new Resources(10, 10, 10);
    assertThat(new Resources(10, 10, 10).fitsIn(room)).isTrue();
    assertThat(new Resources(11, 0, 0).fitsIn(room)).isFalse();
    assertThat(new Resources(0, 11, 0).fitsIn(room)).isFalse();
    assertThat(new Resources(0, 0, 11).fitsIn(room)).isFalse();
    assertThat(new Resources(4, 4, 4).fitsWith(new Resources(6, 6, 6), room)).isTrue();
    assertThat(new Resources(4, 4, 4).fitsWith(new Resources(6, 7, 6), room)).isFalse();
    assertThat(Resources.of(5, 5).fitsWith(Resources.of(5, 5), Resources.UNLIMITED)).isTrue();
  }

  @Test
  void amountsAreReadable() {
    assertThat(new Resources(2048, 1500, 0)).hasToString("2048 MB, 1.5 vcores");
    assertThat(new Resources(0, 1000, 7)).hasToString("1 vcore, 7 bytes/s");
    assertThat(Resources.NONE).hasToString("nothing");
    assertThat(Resources.UNLIMITED)
        .hasToString("unlimited memory, unlimited vcores, unlimited network");
    assertThat(new Resources(1, 0, 0)).hasToString("1 MB");
  }

  @Test
  void amountsAreAddedAndTakenResourceByResource() {
    Resources some = new Resources(5, 6, 7);
    assertThat(some.minus(new Resources(1, 2, 4))).isEqualTo(new Resources(4, 4, 3));
    assertThat(some.plus(new Resources(1, 2, 4))).isEqualTo(new Resources(6, 8, 11));
    assertThat(some.times(3)).isEqualTo(new Resources(15, 18, 21));
    assertThat(some.min(new Resources(9, 1, 7))).isEqualTo(new Resources(5, 1, 7));
    assertThat(some.max(new Resources(9, 1, 7))).isEqualTo(new Resources(9, 6, 7));
  }

  @Test
  void fractionsRoundDownAndAreExact() {
    Fraction third = Fraction.ofPercent(new BigDecimal("33.3333"));
    assertThat(third.of(30_000)).isEqualTo(9_999);
    assertThat(Fraction.ofPercent(BigDecimal.valueOf(50)).times(Fraction.of(new BigDecimal("0.5"))))
        .isEqualTo(Fraction.ofPercent(BigDecimal.valueOf(25)));
    assertThat(third.of(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Fraction.of(new BigDecimal("4E+1")).of(3)).isEqualTo(120);
    assertThat(Fraction.of(BigDecimal.TEN)).isEqualTo(Fraction.of(new BigDecimal("10.0")));
  }

  @Test
  void inWordsAnAmountIsRoundedToATenthOfTheUnitThatSuitsIt() {
    assertThat(new Resources(2048, 1500, 3_495_253).inWords())
        .isEqualTo("2 GiB, 1.5 vcores, 3.3 MiB/s");
    assertThat(new Resources(14_335, 1333, 7).inWords())
        .isEqualTo("14 GiB, 1.33 vcores, 7 bytes/s");
    assertThat(new Resources(1023, 1000, 0).inWords()).isEqualTo("1023 MiB, 1 vcore");
    assertThat(new Resources(1, 1, 1_048_575).inWords()).isEqualTo("1 MiB, 0.001 vcores, 1 MiB/s");
    assertThat(new Resources(0, 0, 1024).inWords()).isEqualTo("1 KiB/s");
    assertThat(Resources.UNLIMITED.inWords())
        .isEqualTo("unlimited memory, unlimited vcores, unlimited network");
    assertThat(Resources.NONE.inWords()).isEqualTo("nothing");
    assertThat(new Resources(0, 0, Long.MAX_VALUE - 1).inWords()).isEqualTo("8 EiB/s");
  }
}
