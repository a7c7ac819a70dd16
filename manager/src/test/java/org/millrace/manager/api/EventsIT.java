package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

class EventsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

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
  void aJobsStatesComeWithoutAsking() throws Exception {
    try (Listening listening = new Listening("")) {
      String job = SteeredSystem.idOf(system.submit("admin", "root.other"));

      await().until(() -> listening.states(job).contains("COMPLETED"));
      JsonNode last = listening.jobs(job).get(listening.jobs(job).size() - 1);
      assertThat(last.path("queue").asText()).isEqualTo("root.other");
      assertThat(last.path("pipeline").asText()).isEqualTo("b2b-logs");
      assertThat(last.path("source").asText()).isEqualTo("acme");
      assertThat(last.path("progress").asDouble()).isEqualTo(1);
      await().until(() -> listening.kinds().contains("jobs"));
      assertThat(listening.kinds()).contains("stages");
    }
  }

  @Test
  void whatChangesElsewhereIsToldByItsKind() throws Exception {
    try (Listening listening = new Listening("")) {
      system.pause("root.closed");
      await().until(() -> listening.kinds().contains("queues"));
    }
  }

  @Test
  void aCancelledJobIsToldOnceAsCancelled() throws Exception {
    try (Listening listening = new Listening("")) {
      system.pause("root.team");
      String job = SteeredSystem.idOf(system.submit("ann", "root.team.ann"));
      await().until(() -> !listening.states(job).isEmpty());
      system.post("ann", "/api/v1/jobs/" + job + "/cancel", "");

      await().until(() -> listening.states(job).contains("CANCELLED"));
      assertThat(listening.states(job).stream().filter("CANCELLED"::equals)).hasSize(1);
    } finally {
      system.post("admin", "/api/v1/queues/root.team/resume", "");
    }
  }

  @Test
  void whoWasAwayGetsWhatItMissedInOrder() throws Exception {
    String seen;
    try (Listening first = new Listening("")) {
      await().until(() -> !first.lastId().isEmpty());
      seen = first.lastId();
    }
    try (Listening other = new Listening("")) {
      String job = SteeredSystem.idOf(system.submit("admin", "root.other"));
      await().until(() -> other.states(job).contains("COMPLETED"));
      try (Listening again = new Listening(seen)) {
        await().until(() -> again.states(job).contains("COMPLETED"));
        assertThat(again.events()).doesNotContain("resync");
        assertThat(again.states(job)).isEqualTo(other.states(job));
      }
    }
  }

  @Test
  void whoIsDisabledHearsNothingMore() throws Exception {
    HttpResponse<String> token =
        system.post(
            "admin",
            "/api/v1/tokens",
            "{\"name\": \"t\", \"scope\": \"read\", \"owner\": \"vera\"}");
    String bearer = "Bearer " + JSON.readTree(token.body()).path("token").asText();
    try (Listening vera = new Listening("", bearer);
        Listening admin = new Listening("")) {
      system.post("admin", "/api/v1/users/vera", "{\"disabled\": true}");
      await().until(vera::over);
      assertThat(admin.over()).isFalse();
    } finally {
      system.post("admin", "/api/v1/users/vera", "{\"disabled\": false}");
    }
    try (Listening vera = new Listening("", bearer)) {
      String id = JSON.readTree(token.body()).path("id").asText();
      system.request(Optional.of("admin"), "DELETE", "/api/v1/tokens/" + id, "");
      await().until(vera::over);
    }
  }

  @Test
  void whoComesTooLateIsToldToLookAtEverything() throws Exception {
    try (Listening listening = new Listening("lastyear-17")) {
      await().until(() -> listening.events().contains("resync"));
    }
  }

  /** A listener that reads lines as they come. */
  private static final class Listening implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Stream<String> body;

    private volatile boolean over;

    Listening(String lastId) throws Exception {
      this(
          lastId,
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(
                      ("admin:" + Files.readString(dir.resolve("admin-password")).strip())
                          .getBytes()));
    }

    Listening(String lastId, String authorization) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create(
                      JSON.readTree(dir.resolve("endpoints.json").toFile()).path("console").asText()
                          + "/api/v1/events"))
              .header("Authorization", authorization);
      if (!lastId.isEmpty()) {
        request.header("Last-Event-ID", lastId);
      }
      HttpResponse<Stream<String>> response =
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      body = response.body();
      Thread reader = new Thread(this::read, "listening");
      reader.setDaemon(true);
      reader.start();
      await().until(() -> !this.lastId().isEmpty());
    }

    private void read() {
      try {
        body.forEach(lines::add);
      } catch (RuntimeException closed) {
        lines.add("");
      } finally {
        over = true;
      }
    }

    boolean over() {
      return over;
    }

    String lastId() {
      return lines.stream()
          .filter(each -> each.startsWith("id: "))
          .reduce((before, after) -> after)
          .map(each -> each.substring(4))
          .orElse("");
    }

    List<String> events() {
      return lines.stream()
          .filter(each -> each.startsWith("event: "))
          .map(each -> each.substring(7))
          .toList();
    }

    List<JsonNode> jobs(String id) {
      return data("job").filter(each -> each.path("id").asText().equals(id)).toList();
    }

    List<String> states(String id) {
      return jobs(id).stream().map(each -> each.path("state").asText()).distinct().toList();
    }

    List<String> kinds() {
      return data("changed")
          .flatMap(
              each ->
                  java.util.stream.StreamSupport.stream(each.path("kinds").spliterator(), false))
          .map(JsonNode::asText)
          .toList();
    }

    private Stream<JsonNode> data(String event) {
      List<String> now = List.copyOf(lines);
      return java.util.stream.IntStream.range(0, now.size() - 1)
          .filter(i -> now.get(i).equals("event: " + event) && now.get(i + 1).startsWith("data: "))
          .mapToObj(i -> parse(now.get(i + 1).substring(6)));
    }

    private static JsonNode parse(String json) {
      try {
        return JSON.readTree(json);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
