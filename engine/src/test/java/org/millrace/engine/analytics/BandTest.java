package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BandTest {
  @Test
  void slotsBecomeLongerSoThatThereAreNeverTooManyAndNothingIsLost() {
    Band band = Band.from(1000);
    for (int second = 1000; second < 1000 + 90_000; second += 5) {
      band = band.plus(second, 2, 1);
    }

    assertThat(band.done()).hasSizeLessThanOrEqualTo(Band.MOST_SLOTS);
    assertThat(band.seconds()).isGreaterThanOrEqualTo(90_000 / Band.MOST_SLOTS);
    assertThat(Arrays.stream(band.done()).sum()).isEqualTo(36_000);
    assertThat(Arrays.stream(band.failed()).sum()).isEqualTo(18_000);
    assertThat(Band.of(band.begun(), band.seconds(), band.doneText(), band.failedText()))
        .usingRecursiveComparison()
        .isEqualTo(band);
  }

  @Test
  void aLongPauseLeavesEmptySlots() {
    Band band = Band.from(0).plus(0, 1, 0).plus(100, 3, 0);

    assertThat(band.done()).hasSize(21).startsWith(1, 0).endsWith(0, 3);
  }

  @Test
  void itsTextFitsIntoItsColumnHoweverMuchWasDone() {
    Band band = Band.from(0);
    for (int slot = 0; slot < Band.MOST_SLOTS; slot++) {
      band = band.plus(slot * 5L, 999_999_999_999_999L, 0);
    }

    assertThat(band.doneText()).hasSizeLessThan(2000);
  }

  @Test
  void whatIsBeforeItsBeginCountsAsAtItsBegin() {
    assertThat(Band.from(100).plus(3, 7, 0).done()).containsExactly(7);
  }
}
