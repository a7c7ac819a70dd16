package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.idOf;
import static org.millrace.manager.support.SteeredSystem.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

/** Ended jobs run anew by the API, from the start and from a stage on. */
class JobReplayIT {
  private static final String LINES =
      "127.0.0.1 - - [21/Nov/2026:13:00:01 +0000] \"GET / HTTP/1.1\" 200 12\nnot one of a log\n";

  @TempDir static Path dir;

  private static SteeredSystem system;
  private static String done;

  @BeforeAll
  static void start() throws Exception {
    system = SteeredSystem.in(dir);
    done =
        idOf(system.post("admin", "/api/v1/jobs?name=a.log&source=acme&queue=root.other", LINES));
    completed(done);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  private static JsonNode completed(String job) {
    await().until(() -> system.job(job).path("state").asText().equals("COMPLETED"));
    try {
      return system.job(job);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> replay(
      String user, String job, String body, String... headers) throws Exception {
    return system.post(user, "/api/v1/jobs/" + job + "/replay", body, headers);
  }

  private static String result(String job, String name) throws Exception {
    return Files.readString(dir.resolve("buckets/results/" + job + "/" + name));
  }

  @Test
  void aJobIsRunAgainFromTheBarrierWithTheSameResults() throws Exception {
    HttpResponse<String> answer = replay("admin", done, "{\"from\": \"summarise\"}");
    expect(answer, 201);
    JsonNode again = completed(idOf(answer));

    assertThat(again.path("replayOf").path("job").asText()).isEqualTo(done);
    assertThat(again.path("replayOf").path("stage").asText()).isEqualTo("summarise");
    assertThat(again.path("stages").findValuesAsText("name")).containsExactly("summarise");
    String id = again.path("id").asText();
    for (String name : new String[] {"summary.csv", "rejects.csv"}) {
      assertThat(result(id, name)).isEqualTo(result(done, name)).isNotBlank();
    }
  }

  @Test
  void whereItCanBeginIsListedWithTheReasonOfEachOther() throws Exception {
    JsonNode stages = json(system.get("admin", "/api/v1/jobs/" + done + "/replay")).path("stages");

    assertThat(stages.findValuesAsText("stage")).containsExactly("split", "parse", "summarise");
    assertThat(stages.get(0).path("refusal").isNull()).isTrue();
    assertThat(stages.get(1).path("refusal").asText()).contains("keepInputs");
    assertThat(stages.get(2).path("refusal").isNull()).isTrue();
  }

  @Test
  void whatCannotBeIsRefusedWithTheReason() throws Exception {
    for (String stage : new String[] {"parse", "sumarise"}) {
      HttpResponse<String> refused = replay("admin", done, "{\"from\": \"" + stage + "\"}");
      expect(refused, 409);
      assertThat(json(refused).path("detail").asText())
          .contains("job " + done)
          .contains(stage.equals("parse") ? "keepInputs" : "must be a stage of pipeline b2b-logs");
    }
  }

  @Test
  void whatWasSentAlongIsDoneAgainFromTheStart() throws Exception {
    for (String body : List.of("", "{}", "{\"from\": \"split\"}")) {
      JsonNode again = completed(idOf(replay("admin", done, body)));

      assertThat(again.path("replayOf").path("job").asText()).isEqualTo(done);
      assertThat(again.path("replayOf").path("stage").isNull()).isTrue();
      assertThat(again.path("stages").findValuesAsText("name")).hasSize(3);
    }
  }

  @Test
  void oneKeyIsOneJobAndOneStage() throws Exception {
    String body = "{\"from\": \"summarise\"}";
    String first = idOf(replay("admin", done, body, "Idempotency-Key", "r1"));
    HttpResponse<String> second = replay("admin", done, body, "Idempotency-Key", "r1");

    expect(second, 200);
    assertThat(json(second).path("id").asText()).isEqualTo(first);
    expect(replay("admin", done, "", "Idempotency-Key", "r1"), 422);
  }

  @Test
  void theAuditLogSaysWhichJobCameOfIt() throws Exception {
    String again = idOf(replay("admin", done, "{\"from\": \"summarise\"}"));
    JsonNode entry = json(system.get("admin", "/api/v1/audit?limit=1")).path("entries").get(0);

    assertThat(entry.path("action").asText()).isEqualTo("jobs.replay");
    assertThat(entry.path("subject").asText()).isEqualTo(done);
    assertThat(entry.path("after").path("job").asText()).isEqualTo(again);
    assertThat(entry.path("after").path("from").asText()).isEqualTo("summarise");
  }
}
