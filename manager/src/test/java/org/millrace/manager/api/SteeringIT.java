package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.idOf;
import static org.millrace.manager.support.SteeredSystem.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

/** Jobs and queues steered in a whole system that works, restarts and is given other settings. */
class SteeringIT {
  @TempDir Path dir;

  private SteeredSystem system;

  @BeforeEach
  void start() throws IOException {
    system = SteeredSystem.in(dir);
  }

  @AfterEach
  void stop() throws IOException {
    system.close();
  }

  @Test
  void aJobOfAPausedQueueIsMovedToOneThatRunsAndEndsThere() throws Exception {
    system.pause("root.team");
    String job = idOf(system.submit("ann", "root.team.ann"));
    await()
        .until(
            () ->
                json(system.get("ann", "/api/v1/jobs/" + job + "/explanation"))
                    .path("sentence")
                    .asText()
                    .startsWith("queue root.team is paused by admin since 20"));

    restart();

    await()
        .untilAsserted(
            () ->
                assertThat(system.job(job).path("waiting").asText())
                    .startsWith("queue root.team is paused by admin since 20"));
    expect(
        system.post("admin", "/api/v1/jobs/" + job + "/move", "{\"queue\": \"root.other\"}"), 200);
    awaitState(job, "COMPLETED");
    assertThat(system.job(job).path("queue").asText()).isEqualTo("root.other");
    expect(
        system.post("admin", "/api/v1/jobs/" + job + "/move", "{\"queue\": \"root.team.open\"}"),
        409);
  }

  @Test
  void aDrainedWorkerWorksAgainWhenItIsResumedAndTheAuditLogSaysWhoDrainedIt() throws Exception {
    expect(system.post("lead", "/api/v1/workers/main/drain", ""), 403);
    expect(system.post("admin", "/api/v1/workers/main/drain", ""), 200);
    restart();
    assertThat(json(system.get("ann", "/api/v1/workers")).at("/workers/0/state").asText())
        .isEqualTo("DRAINED");
    String job = idOf(system.submit("ann", "root.team.ann"));
    await()
        .untilAsserted(
            () ->
                assertThat(system.job(job).path("waiting").asText())
                    .contains("main (drained by admin)"));

    expect(system.post("admin", "/api/v1/workers/main/resume", ""), 200);
    awaitState(job, "COMPLETED");
    JsonNode entries = json(system.get("admin", "/api/v1/audit")).path("entries");
    assertThat(entries.get(0).path("action").asText()).isEqualTo("workers.resume");
    assertThat(entries.get(0).path("subject").asText()).isEqualTo("main");
    assertThat(entries.get(0).path("before").toString()).contains("DRAINED");
    assertThat(entries.get(0).path("after").toString()).contains("UP");
  }

  @Test
  void aQueueIsChangedInTheFileAndAtOnceAndOnlyByWhoHasSeenWhatItWas() throws Exception {
    String path = "/api/v1/queues/root.team.ann/settings";
    HttpResponse<String> seen = system.get("vera", path);
    String tag = seen.headers().firstValue("ETag").orElseThrow();
    assertThat(json(seen).at("/settings/weight").asInt()).isEqualTo(1);

    HttpResponse<String> changed =
        system.put("lead", path, "{\"weight\": 3, \"maxShare\": {\"memory\": \"512Mi\"}}", tag);
    expect(changed, 200);
    assertThat(json(changed).path("changes").toString()).contains("weight 1 becomes 3");
    assertThat(Files.readString(dir.resolve("millrace.yaml")))
        .isEqualTo(
            SteeredSystem.SETTINGS.replace(
                "{submit: [ann]}", "{submit: [ann], weight: 3, maxShare: {memory: 512Mi}}"));
    assertThat(json(system.get("vera", "/api/v1/queues")).toString()).contains("\"memoryMb\":512");

    HttpResponse<String> own =
        system.put("lead", "/api/v1/queues/root.team/settings", "{\"weight\": 4}", "*");
    expect(own, 403);
    assertThat(own.body()).contains("a queue above it");
    expect(system.put("lead", path, "{\"weight\": 4}", tag), 412);
    expect(system.put("lead", path, "{\"weight\": 0}", "*"), 422);
    expect(system.put("lead", path, "{\"wait\": 4}", "*"), 422);
    expect(system.put("admin", path.replace("ann", "nobody"), "{\"weight\": 4}", "*"), 404);
    JsonNode entry =
        json(system.get("admin", "/api/v1/audit?user=lead&limit=10")).path("entries").get(4);
    assertThat(entry.path("action").asText()).isEqualTo("queues.settings");
    assertThat(entry.path("subject").asText()).isEqualTo("root.team.ann");
    assertThat(entry.path("before").toString()).contains("weight", "1");
    assertThat(entry.path("after").toString()).contains("weight", "3", "512Mi");
  }

  @Test
  void whatIsChangedInTheFileByHandIsInTheAuditLog() throws Exception {
    Path file = dir.resolve("millrace.yaml");
    Files.writeString(file, Files.readString(file).replace("containers: 3", "containers: 2"));
    await().until(() -> fileEntries().size() == 1);
    Files.writeString(file, Files.readString(file).replace("containers: 2", "containers: none"));
    await().until(() -> fileEntries().size() == 2);

    assertThat(fileEntries().get(1).path("outcome").asText()).isEqualTo("done");
    assertThat(fileEntries().get(1).path("after").toString()).contains("containers is 2, was 3");
    assertThat(fileEntries().get(0).path("outcome").asText()).isEqualTo("refused");
    assertThat(fileEntries().get(0).path("after").toString()).contains("must be a whole number");
  }

  private JsonNode fileEntries() throws Exception {
    return json(system.get("admin", "/api/v1/audit?user=file")).path("entries");
  }

  @Test
  void whoNamesNoQueueGetsOneOfTheirOwnUntilItIsFull() throws Exception {
    system.pause("root");
    String first = idOf(system.post("ann", "/api/v1/jobs?name=1", "1"));
    assertThat(json(system.get("ann", "/api/v1/jobs/" + first)).path("queue").asText())
        .isEqualTo("root.users.ann");
    expect(system.post("ann", "/api/v1/jobs?name=2", "2"), 201);
    await()
        .untilAsserted(
            () ->
                assertThat(system.post("ann", "/api/v1/jobs?name=more", "more").statusCode())
                    .isEqualTo(409));
    assertThat(json(system.post("ann", "/api/v1/jobs?name=more", "more")).path("detail").asText())
        .contains("root.users.ann: must have at most 2 applications, and has 2");
    expect(system.post("bob", "/api/v1/jobs?name=3", "3"), 201);
  }

  @Test
  void aFileWhoseSourceMayNotSubmitIsLeftUntilItMay() throws Exception {
    Path file = drop("stranger");
    drop("friend");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> json(system.get("admin", "/api/v1/jobs")).path("jobs").size() == 1);
    assertThat(owners()).containsExactly("friend");
    assertThat(file).exists();

    Files.writeString(
        dir.resolve("millrace.yaml"),
        SteeredSystem.SETTINGS.replace("partners: {template: false}", "partners: {template: {}}"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(owners()).containsExactly("stranger", "friend"));
    awaitState(
        json(system.get("admin", "/api/v1/jobs")).path("jobs").get(0).path("id").asText(),
        "COMPLETED");
  }

  @Test
  void theNodeIsAsLargeAsTheSettingsSayAlsoWhenTheyChange() throws Exception {
    // Not before the first cycle has seen the node.
    await()
        .untilAsserted(
            () ->
                assertThat(json(system.get("ann", "/api/v1/queues")).path("max").toString())
                    .isEqualTo(
                        "{\"memoryMb\":1024,\"vcores\":1.0,\"networkBytesPerSecond\":104857600}"));
    Files.writeString(
        dir.resolve("millrace.yaml"), SteeredSystem.SETTINGS.replace("memory: 1Gi", "memory: 2Gi"));
    await()
        .until(
            () ->
                json(system.get("ann", "/api/v1/queues")).path("max").path("memoryMb").asLong()
                    == 2048);
  }

  private void restart() throws IOException {
    system.close();
    start();
  }

  private void awaitState(String job, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(system.job(job).path("state").asText()).isEqualTo(state));
  }

  private Path drop(String source) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("buckets/inbox").resolve(source));
    return Files.writeString(folder.resolve("a.log"), source + "\n");
  }

  /** Newest first. */
  private List<String> owners() throws Exception {
    return json(system.get("admin", "/api/v1/jobs")).path("jobs").findValuesAsText("owner");
  }
}
