package org.millrace.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millrace.manager.support.RunningSystem;
import org.millrace.processors.logs.Formats;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The whole system, its database included, steered over HTTP by users of different rights. */
class SteeringIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PASSWORD = "a password of 256 random bits";
  private static final String SETTINGS =
      """
      millrace:
        node: {memory: 1Gi, vcores: 1, network: 100Mi}
        containers: 3
        sources:
          friend: {queue: root.team.open}
        scheduler:
          userQueues: root.users
          queues:
            root: {template: false}
            root.partners: {template: false}
            root.users: {template: {maxApplications: 2}}
            root.team: {administer: ["group:leads"]}
            root.team.ann: {submit: [ann]}
            root.team.open: {submit: ["*"]}
            root.other: {submit: [bob], administer: [bob]}
            root.closed: {submit: [nobody]}
      """;

  @TempDir Path dir;

  private Server server;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(dir.resolve("millrace.yaml"), SETTINGS);
    server =
        Server.start(
            RunningSystem.options(dir, "--port", "0", "--s3-port", "0"),
            Formats.names(),
            Main.PARTS);
    addUser("ann");
    addUser("bob");
    addUser("lead", "GROUP_leads");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.ann,  201",
    "ann,   root.team.open, 201",
    "ann,   root.team,      422",
    "ann,   root.other,     403",
    "ann,   root.nowhere,   422",
    "bob,   root.team.ann,  403",
    "bob,   root.other,     201",
    "lead,  root.team.ann,  201",
    "lead,  root.other,     403",
    "admin, root.other,     201",
    "admin, root.closed,    201",
  })
  void submitting(String user, String queue, int status) throws Exception {
    expect(submit(user, queue), status);
    expect(get(user, "/api/v1/submission?queue=" + queue), status == 201 ? 200 : status);
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   200",
    "bob,   403",
    "lead,  200",
    "admin, 200",
  })
  void cancellingAJobOfAnn(String user, int status) throws Exception {
    pause("root");
    String job = idOf(submit("ann", "root.team.ann"));
    expect(post(user, "/api/v1/jobs/" + job + "/cancel", ""), status);
    if (status == 200) {
      JsonNode cancelled = json(get("ann", "/api/v1/jobs/" + job));
      assertThat(cancelled.path("error").asText()).isEqualTo("cancelled by " + user);
      expect(post(user, "/api/v1/jobs/" + job + "/cancel", ""), 409);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.open, 200",
    "ann,   root.other,     403",
    "bob,   root.other,     403",
    "lead,  root.team.open, 200",
    "lead,  root.other,     403",
    "admin, root.other,     200",
    "admin, root.nowhere,   422",
    "admin, root.team,      422",
  })
  void movingAJobOfAnn(String user, String queue, int status) throws Exception {
    pause("root");
    String job = idOf(submit("ann", "root.team.ann"));
    expect(post(user, "/api/v1/jobs/" + job + "/move", "{\"queue\": \"" + queue + "\"}"), status);
    assertThat(json(get("ann", "/api/v1/jobs/" + job)).path("queue").asText())
        .isEqualTo(status == 200 ? queue : "root.team.ann");
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.ann, 403",
    "lead,  root.team.ann, 200",
    "lead,  root.team,     200",
    "lead,  root,          403",
    "bob,   root.other,    200",
    "bob,   root.team,     403",
    "admin, root,          200",
    "admin, root.nowhere,  404",
    "admin, nonsense,      422",
  })
  void pausingAndResuming(String user, String queue, int status) throws Exception {
    expect(post(user, "/api/v1/queues/" + queue + "/pause", ""), status);
    expect(post(user, "/api/v1/queues/" + queue + "/resume", ""), status == 404 ? 409 : status);
  }

  @Test
  void aJobOfAPausedQueueIsMovedToOneThatRunsAndEndsThere() throws Exception {
    pause("root.team");
    String job = idOf(submit("ann", "root.team.ann"));
    await()
        .until(
            () ->
                json(get("ann", "/api/v1/jobs/" + job + "/explanation"))
                    .path("sentence")
                    .asText()
                    .startsWith("queue root.team is paused by admin since 20"));

    restart();

    await()
        .untilAsserted(
            () ->
                assertThat(json(get("ann", "/api/v1/jobs/" + job)).path("waiting").asText())
                    .startsWith("queue root.team is paused by admin since 20"));
    expect(post("admin", "/api/v1/jobs/" + job + "/move", "{\"queue\": \"root.other\"}"), 200);
    awaitState(job, "COMPLETED");
    assertThat(json(get("ann", "/api/v1/jobs/" + job)).path("queue").asText())
        .isEqualTo("root.other");
    expect(post("admin", "/api/v1/jobs/" + job + "/move", "{\"queue\": \"root.team.open\"}"), 409);
  }

  @Test
  void whoNamesNoQueueGetsOneOfTheirOwnUntilItIsFull() throws Exception {
    pause("root");
    String first = idOf(post("ann", "/api/v1/jobs?name=1", "1"));
    assertThat(json(get("ann", "/api/v1/jobs/" + first)).path("queue").asText())
        .isEqualTo("root.users.ann");
    expect(post("ann", "/api/v1/jobs?name=2", "2"), 201);
    await()
        .untilAsserted(
            () ->
                assertThat(post("ann", "/api/v1/jobs?name=more", "more").statusCode())
                    .isEqualTo(409));
    assertThat(json(post("ann", "/api/v1/jobs?name=more", "more")).path("detail").asText())
        .contains("root.users.ann: must have at most 2 applications, and has 2");
    expect(post("bob", "/api/v1/jobs?name=3", "3"), 201);
  }

  @Test
  void aFileWhoseSourceMayNotSubmitIsLeftUntilItMay() throws Exception {
    Path file = drop("stranger");
    drop("friend");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> json(get("admin", "/api/v1/jobs")).path("jobs").size() == 1);
    assertThat(owners()).containsExactly("friend");
    assertThat(file).exists();

    Files.writeString(
        dir.resolve("millrace.yaml"),
        SETTINGS.replace("partners: {template: false}", "partners: {template: {}}"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(owners()).containsExactly("stranger", "friend"));
    awaitState(
        json(get("admin", "/api/v1/jobs")).path("jobs").get(0).path("id").asText(), "COMPLETED");
  }

  private Path drop(String source) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("buckets/inbox").resolve(source));
    return Files.writeString(folder.resolve("a.log"), source + "\n");
  }

  /** Newest first. */
  private List<String> owners() throws Exception {
    return json(get("admin", "/api/v1/jobs")).path("jobs").findValuesAsText("owner");
  }

  @Test
  void theNodeIsAsLargeAsTheSettingsSayAlsoWhenTheyChange() throws Exception {
    JsonNode max = json(get("ann", "/api/v1/queues")).path("max");
    assertThat(max.toString())
        .isEqualTo("{\"memoryMb\":1024,\"vcores\":1.0,\"networkBytesPerSecond\":104857600}");
    Files.writeString(dir.resolve("millrace.yaml"), SETTINGS.replace("memory: 1Gi", "memory: 2Gi"));
    await()
        .until(
            () -> json(get("ann", "/api/v1/queues")).path("max").path("memoryMb").asLong() == 2048);
  }

  private void restart() throws IOException {
    server.close();
    start();
  }

  private void addUser(String name, String... authorities) {
    PasswordEncoder encoder = server.context().getBean(PasswordEncoder.class);
    server
        .context()
        .getBean(InMemoryUserDetailsManager.class)
        .createUser(
            User.withUsername(name)
                .password(encoder.encode(PASSWORD))
                .authorities(authorities)
                .build());
  }

  private void pause(String queue) throws Exception {
    expect(post("admin", "/api/v1/queues/" + queue + "/pause", ""), 200);
  }

  private HttpResponse<String> submit(String user, String queue) throws Exception {
    return post(user, "/api/v1/jobs?name=a.log&source=acme&queue=" + queue, "line\n");
  }

  private void awaitState(String job, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(json(get("admin", "/api/v1/jobs/" + job)).path("state").asText())
                    .isEqualTo(state));
  }

  private static String idOf(HttpResponse<String> created) throws IOException {
    expect(created, 201);
    return json(created).path("id").asText();
  }

  /** A refusal is a problem document that says what, why, what was given and what to do. */
  private static void expect(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    if (status >= 400) {
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      for (String part : new String[] {"subject", "rule", "value"}) {
        assertThat(json(response).path(part).asText()).as(part).isNotEmpty();
      }
      assertThat(json(response).has("remedy")).isTrue();
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> get(String user, String path) throws Exception {
    return send(user, request(path).GET());
  }

  private HttpResponse<String> post(String user, String path, String body) throws Exception {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    return send(
        user, body.startsWith("{") ? request.header("Content-Type", "application/json") : request);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    JsonNode endpoints = JSON.readTree(dir.resolve("endpoints.json").toFile());
    return HttpRequest.newBuilder(URI.create(endpoints.path("console").asText() + path));
  }

  private HttpResponse<String> send(String user, HttpRequest.Builder request) throws Exception {
    String password =
        user.equals("admin") ? Files.readString(dir.resolve("admin-password")).strip() : PASSWORD;
    String credentials =
        Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return HTTP.send(
        request.header("Authorization", "Basic " + credentials).build(), BodyHandlers.ofString());
  }
}
