package org.millrace.manager.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.scheduling.simulate.Simulation;

/**
 * Generated workloads and what the schedulers of Hadoop YARN 3.5.0 granted on them: trees of four
 * levels, mins beyond the parent's and beyond the own max, nodes of several sizes, everything
 * submitted at once, several grants an offer.
 */
class YarnGrantsTest {
  @ParameterizedTest
  @ValueSource(strings = {"fair-uneven-nodes", "fair-several-an-offer", "capacity-four-levels"})
  void grantsAndFairSharesAreYarns(String name) throws IOException {
    StringWriter lines = new StringWriter();
    boolean fair = name.startsWith("fair");
    new Simulation(WorkloadReader.read(resource(name + ".json"), null), new GrantLines(lines, fair))
        .run();
    List<Map<String, Object>> actual = parsed(lines.toString());
    List<Map<String, Object>> expected = parsed(resource(name + ".jsonl"));

    assertThat(grants(actual)).isNotEmpty().containsExactlyElementsOf(grants(expected));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      sharesAreClose(shares(actual.get(i)), shares(expected.get(i)));
    }
  }

  private static void sharesAreClose(Map<String, Number> actual, Map<String, Number> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (queue, share) ->
            assertThat(actual.get(queue).doubleValue())
                .as(queue)
                .isCloseTo(share.doubleValue(), within(share.doubleValue() / 10_000)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Number> shares(Map<String, Object> line) {
    return (Map<String, Number>) line.getOrDefault("fairShares", Map.of());
  }

  private static List<Map<String, Object>> grants(List<Map<String, Object>> lines) {
    return lines.stream().filter(line -> line.containsKey("seq")).toList();
  }

  private static List<Map<String, Object>> parsed(String lines) throws IOException {
    List<Map<String, Object>> parsed = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      parsed.add(JSON.std.mapFrom(line));
    }
    return parsed;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = YarnGrantsTest.class.getResourceAsStream("/simulation/yarn/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
