package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.support.SteeredSystem;

class AnalyticsIT {
  @TempDir static Path dir;

  private static SteeredSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = SteeredSystem.in(dir);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void aJobsTasksAreSeenWithTheirTimesAndBytes() throws Exception {
    SteeredSystem.idOf(system.submit("admin", "root.other"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              JsonNode split = series("by=stage&queue=root.other", "split");
              assertThat(sum(split, "in")).isEqualTo(1);
              assertThat(sum(split, "done")).isEqualTo(1);
              assertThat(sum(split, "bytes")).isPositive();
              assertThat(sum(split, "runP95Ms")).isPositive();
              assertThat(split.path("waitP95Ms")).anyMatch(JsonNode::isNumber);
              assertThat(split.path("running")).anyMatch(JsonNode::isNumber);
              assertThat(sum(series("by=source&stage=summarise", "acme"), "done")).isEqualTo(1);
              assertThat(sum(series("by=queue", "root.other"), "done")).isGreaterThanOrEqualTo(3);
            });
  }

  @Test
  void anAnswerHasAStepAMinuteAndNamesItsBegin() throws Exception {
    JsonNode answer = SteeredSystem.json(system.get("admin", "/api/v1/analytics?minutes=90"));
    assertThat(answer.path("stepSeconds").asInt()).isEqualTo(60);
    assertThat(answer.path("from").asText()).matches("20\\d\\d-.*:00Z");
    assertThat(answer.path("series").path(0).path("name").asText()).isEqualTo("all");
    assertThat(answer.path("series").path(0).path("in")).hasSize(90);
  }

  @ParameterizedTest
  @ValueSource(strings = {"minutes=0", "minutes=600000", "by=planet", "minutes=x"})
  void aWrongQuestionIsRefused(String query) throws Exception {
    int status = system.get("admin", "/api/v1/analytics?" + query).statusCode();
    assertThat(status).isIn(400, 422);
  }

  private static JsonNode series(String query, String name) throws Exception {
    JsonNode all =
        SteeredSystem.json(system.get("admin", "/api/v1/analytics?" + query)).path("series");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + all));
  }

  private static double sum(JsonNode series, String key) {
    return StreamSupport.stream(series.path(key).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .sum();
  }
}
