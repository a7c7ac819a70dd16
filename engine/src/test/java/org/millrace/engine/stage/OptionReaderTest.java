package org.millrace.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionReaderTest {

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    StageOptions options = OptionReader.read("s", new StageConfiguration(), Map.of(), "table");
    assertThat(options.memory()).isEqualTo(256L << 20);
    assertThat(options.milliCores()).isEqualTo(500);
    assertThat(options.network()).isEqualTo(10L << 20);
    assertThat(options.maxAttempts()).isEqualTo(3);
    assertThat(options.backoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.isBarrier()).isFalse();
  }

  @Test
  void settingsOverrideTheUri() {
    StageConfiguration uri = new StageConfiguration();
    uri.setMemory("1Gi");
    StageOptions options =
        OptionReader.read(
            "s", uri, Map.of("memory", "2GiB", "backoff", "5m", "after", "a, b"), "table");
    assertThat(options.memory()).isEqualTo(2L << 30);
    assertThat(options.backoff()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.after()).containsExactly("a", "b");
  }

  @Test
  void everyWrongOptionIsNamedAtOnce() {
    StageConfiguration uri = new StageConfiguration();
    uri.setMemory("-1");
    assertThatThrownBy(
            () ->
                OptionReader.read(
                    "parse",
                    uri,
                    Map.of("batch", "0", "vcores", "none", "timeout", "0", "transport", "mail"),
                    "table"))
        .hasMessageContaining(
            "stage:parse: option memory must be a positive size, was \"-1\" (for example 256Mi)")
        .hasMessageContaining("option batch must be a whole number from 1 to 10000, was \"0\"")
        .hasMessageContaining("option vcores must be a positive number of cores, was \"none\"")
        .hasMessageContaining("option timeout must be a positive duration, was \"0\"")
        .hasMessageContaining("option transport must be one of table, push, sqs, was \"mail\"");
  }

  @Test
  void sizesThatDoNotFitAreRefusedNotWrapped() {
    for (String size : List.of("99999999999T", "999999999999999999999")) {
      assertThatThrownBy(
              () ->
                  OptionReader.read("s", new StageConfiguration(), Map.of("memory", size), "table"))
          .hasMessageContaining("positive size, was \"" + size + "\"");
    }
  }

  @Test
  void backoffDoublesUpToFiveMinutes() {
    StageOptions options = OptionReader.read("s", new StageConfiguration(), Map.of(), "table");
    assertThat(options.backoffAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.backoffAfter(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(options.backoffAfter(1000)).isEqualTo(Duration.ofMinutes(5));
  }
}
