package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

/** Messages over HTTP into the whole system. */
class MessagesIT {
  private static final String BATCH = "application/x-ndjson";
  private static final String LINE =
      "127.0.0.1 - - [21/Nov/2026:13:0%d:00 +0000] \\\"GET / HTTP/1.1\\\" %d 10 \\\"-\\\" \\\"x\\\"";

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

  /** As it stands inside a JSON string. */
  private static String quoted(int minute, int status) {
    return LINE.formatted(minute, status);
  }

  private static String plain(int minute, int status) {
    return quoted(minute, status).replace("\\\"", "\"");
  }

  @Test
  void linesOfALogThatComeAsMessagesAreSummarisedWhenTheirWindowHasClosed() throws Exception {
    HttpResponse<String> first =
        system.send("admin", "stream", "text/plain", plain(1, 200) + "\n" + plain(2, 404));
    expect(first, 202);
    String job = json(first).path("job").asText();
    assertThat(first.headers().firstValue("Location").orElse("")).endsWith("/api/v1/jobs/" + job);
    expect(system.send("admin", "stream", "text/plain", "no log line"), 202);
    HttpResponse<String> batch =
        system.send(
            "admin",
            "stream",
            BATCH,
            "\"" + quoted(3, 200) + "\"\n\n{\"not\": \"a line\"}\n\"" + quoted(4, 200) + "\"\n");
    expect(batch, 202);
    assertThat(json(batch).path("ids")).hasSize(3);
    assertThat(json(batch).path("job").asText()).as("the same window").isEqualTo(job);

    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> system.job(job).path("state").asText().equals("COMPLETED"));

    assertThat(system.job(job).path("input").path("bucket").asText()).isEqualTo("messages");
    assertThat(system.job(job).path("owner").asText()).isEqualTo("stream");
    assertThat(result(job, "summary.csv"))
        .isEqualTo(
            """
            source,hour,outcome,records,bytes
            stream,2026-11-21T13:00:00Z,200,3,30
            stream,2026-11-21T13:00:00Z,404,1,10
            """);
    assertThat(result(job, "rejects.csv").lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("3,") && line.endsWith("no log line"))
        .anyMatch(line -> line.startsWith("5,"));
  }

  private static String result(String job, String name) throws Exception {
    HttpResponse<String> result = system.get("admin", "/api/v1/jobs/" + job + "/results/" + name);
    expect(result, 200);
    return result.body().replace("\r\n", "\n");
  }

  @Test
  void ofABatchWithWrongLinesNoneIsTakenAndEachIsNamed() throws Exception {
    HttpResponse<String> refused =
        system.send("admin", "refusing", BATCH, "{\"a\":1}\n{\"a\":\n\n1 2\nnot json\n");

    expect(refused, 422);
    JsonNode lines = json(refused).path("lines");
    assertThat(lines).extracting(line -> line.path("line").asInt()).containsExactly(2, 4, 5);
    assertThat(json(refused).path("detail").asText())
        .contains("line 2")
        .contains("nothing of the batch was taken");
    assertThat(system.get("admin", "/api/v1/jobs").body()).doesNotContain("\"refusing\"");
  }

  @Test
  void aRequestRepeatedWithItsKeyHasOneEffect() throws Exception {
    HttpResponse<String> first =
        system.send("admin", "friend", "text/plain", "a", "Idempotency-Key", "k-1");
    HttpResponse<String> again =
        system.send("admin", "friend", "text/plain", "a", "Idempotency-Key", "k-1");
    HttpResponse<String> other =
        system.send("admin", "friend", "text/plain", "b", "Idempotency-Key", "k-1");
    HttpResponse<String> ann =
        system.send("ann", "friend", "text/plain", "b", "Idempotency-Key", "k-1");

    expect(first, 202);
    expect(again, 202);
    assertThat(json(first).path("repeated").asBoolean()).isFalse();
    assertThat(json(again).path("repeated").asBoolean()).isTrue();
    assertThat(json(again).path("ids")).isEqualTo(json(first).path("ids"));
    expect(other, 422);
    assertThat(json(other).path("value").asText()).isEqualTo("k-1");
    expect(ann, 202);
  }

  @Test
  void whoMayNotSubmitToTheSourcesQueueIsRefused() throws Exception {
    expect(system.send("ann", "others", "text/plain", "x"), 403);
    expect(system.send("bob", "others", "text/plain", "x"), 202);
  }

  @Test
  void whatIsTooLargeOrEmptyOrOfNoSourceIsRefused() throws Exception {
    expect(system.send("admin", "friend", "text/plain", "x".repeat((1 << 20) + 1)), 413);
    expect(system.send("admin", "friend", BATCH, "\n \n"), 422);
    expect(system.send("admin", "%20", "text/plain", "x"), 422);
    expect(system.send("admin", "friend", "text/plain", "x", "Idempotency-Key", " "), 422);
  }
}
