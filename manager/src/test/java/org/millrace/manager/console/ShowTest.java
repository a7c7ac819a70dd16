package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShowTest {
  private final Show show = Show.INSTANCE;

  @Test
  void sizesHaveUnits() {
    assertThat(show.size(0)).isEqualTo("0 B");
    assertThat(show.size(1023)).isEqualTo("1023 B");
    assertThat(show.size(1536)).isEqualTo("1.5 KiB");
    assertThat(show.size(Long.MAX_VALUE)).endsWith(" PiB");
  }

  @Test
  void somethingIsNeverShownAsNothing() {
    assertThat(show.percent(0)).isEqualTo("0 %");
    assertThat(show.percent(0.0001)).isEqualTo("<1 %");
    assertThat(show.percent(0.999)).isEqualTo("99 %");
    assertThat(show.percent(1)).isEqualTo("100 %");
  }

  @Test
  void aRateThatIsNotKnownIsADash() {
    assertThat(show.rate(0.004)).isEqualTo("<0.1/s");
    assertThat(show.rate(0.0)).isEqualTo("0/s");
    assertThat(show.rate(3.14)).isEqualTo("3.1/s");
    assertThat(show.rate(12_345.0)).isEqualTo("12.3 k/s");
  }

  @Test
  void timesAreAsLongAsTheyNeedToBe() {
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(show.between(noon, noon.plusMillis(350))).isEqualTo("350 ms");
    assertThat(show.between(noon, noon.plusMillis(2500))).isEqualTo("2.5 s");
    assertThat(show.between(noon, noon.plusSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(show.between(noon, noon.plusSeconds(90_061))).isEqualTo("1 d 1 h");
  }

  @Test
  void aTextIsNotCutInsideACharacter() {
    assertThat(show.cut("ab😀cd", 4)).isEqualTo("ab😀…");
    assertThat(show.cut("ab😀c", 4)).isEqualTo("ab😀c");
  }

  @Test
  void aNameThatNoPathMayHoldStandsInTheQuery() {
    assertThat(show.pipeline("b2b-logs")).isEqualTo("/pipelines/b2b-logs");
    assertThat(show.pipeline("a/b;c%")).isEqualTo("/pipelines?name=a%2Fb%3Bc%25");
    assertThat(show.pipeline("..")).startsWith("/pipelines?name=");
  }

  @Test
  void timesInLittleRoomAreShort() {
    assertThat(show.briefly(null)).isEqualTo("–");
    assertThat(show.briefly(412.4)).isEqualTo("412 ms");
    assertThat(show.briefly(8_700.0)).isEqualTo("8.7 s");
    assertThat(show.briefly(71_000.0)).isEqualTo("1 min");
    assertThat(show.briefly(7_500_000.0)).isEqualTo("2 h");
  }
}
