package org.millrace.scheduling.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Resources AMOUNT = new Resources(5, 6, 7);

  private final Tally tally = new Tally();

  @Test
  void itCountsEachResourceUpAndDown() {
    tally.add(AMOUNT);
    tally.add(AMOUNT);
    assertThat(tally.now()).isEqualTo(new Resources(10, 12, 14));
    tally.subtract(new Resources(1, 2, 3));
    assertThat(tally.memoryMb()).isEqualTo(9);
    assertThat(tally.vcoresMilli()).isEqualTo(10);
    assertThat(tally.networkBytesPerSecond()).isEqualTo(11);
    tally.addDifference(new Resources(9, 0, 1), new Resources(0, 1, 2));
    assertThat(tally.now()).isEqualTo(new Resources(0, 11, 12));
  }

  @Test
  void noneOfThemFallsBelowZero() {
    tally.set(AMOUNT);
    for (Resources tooMuch :
        new Resources[] {new Resources(6, 0, 0), new Resources(0, 7, 0), new Resources(0, 0, 8)}) {
      assertThatThrownBy(() -> tally.subtract(tooMuch))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("no amount can be negative");
    }
    assertThat(tally.now()).isEqualTo(AMOUNT);
  }

  @Test
  void itEqualsAnAmountOnlyInEveryResource() {
    tally.set(AMOUNT);
    assertThat(tally.equalsAmount(AMOUNT)).isTrue();
    assertThat(tally.equalsAmount(new Resources(4, 6, 7))).isFalse();
    assertThat(tally.equalsAmount(new Resources(5, 5, 7))).isFalse();
    assertThat(tally.equalsAmount(new Resources(5, 6, 6))).isFalse();
  }

  @Test
  void itFitsWithMoreOnlyInEveryResource() {
    tally.set(AMOUNT);
    Resources limit = new Resources(10, 10, 10);
    assertThat(tally.fitsWith(new Resources(5, 4, 3), limit)).isTrue();
    assertThat(tally.fitsWith(new Resources(6, 0, 0), limit)).isFalse();
    assertThat(tally.fitsWith(new Resources(0, 5, 0), limit)).isFalse();
    assertThat(tally.fitsWith(new Resources(0, 0, 4), limit)).isFalse();
  }
}
