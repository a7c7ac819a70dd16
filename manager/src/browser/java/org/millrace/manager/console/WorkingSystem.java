package org.millrace.manager.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.millrace.manager.Server;
import org.millrace.manager.support.RunningSystem;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.IntakeConfiguration;
import org.millrace.manager.wiring.ManagerConfiguration;
import org.millrace.processors.logs.Formats;

/** The real program with work that takes its time, so that somebody can watch it. */
final class WorkingSystem implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int LINES = 2000;

  private static final String SETTINGS =
      """
      millrace:
        node: {memory: 2Gi, vcores: 4, network: 200Mi}
        containers: 8
        scheduler:
          queues:
            root.partners.acme: {weight: 3}
            root.partners.globex: {maxShare: {memory: 1Gi}}
      """;

  private static final String ORDERS =
      """
      - route:
          id: orders-read
          group: orders
          from:
            uri: stage:read
            steps:
              - process: {ref: readObject}
              - split:
                  tokenize: {token: "\\n"}
                  streaming: true
                  steps:
                    - to: {uri: "stage:check"}
      - route:
          id: orders-check
          group: orders
          from:
            uri: stage:check?batch=2&maxAttempts=2&backoff=200ms
            steps:
              - delay: {constant: "120"}
              - choice:
                  when:
                    - simple: "${body} contains 'poison'"
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: "order ${body} has no customer"
                    - simple: "${body} contains 'straggler'"
                      steps:
                        - delay: {constant: "12000"}
              - to: {uri: "stage:enrich"}
      - route:
          id: orders-enrich
          group: orders
          from:
            uri: stage:enrich?batch=2
            steps:
              - delay: {constant: "60"}
              - to: {uri: "stage:report"}
      - route:
          id: orders-report
          group: orders
          from:
            uri: stage:report
            parameters: {after: enrich}
            steps:
              - to: {uri: "result:report.txt"}
      """;

  private final Path home;
  private final Server server;
  private String done;
  private String dead;
  private String working;

  private WorkingSystem(Path home, Server server) {
    this.home = home;
    this.server = server;
  }

  static WorkingSystem in(Path home) throws Exception {
    Files.writeString(home.resolve("millrace.yaml"), SETTINGS);
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/orders.yaml"), ORDERS);
    WorkingSystem system =
        new WorkingSystem(
            home,
            Server.start(
                RunningSystem.options(
                    home, "--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0"),
                Formats.names(),
                List.of(
                    EngineConfiguration.class,
                    ManagerConfiguration.class,
                    IntakeConfiguration.class)));
    Files.writeString(system.sample(), log());
    system.done = system.submit("b2b-logs", "root.partners.acme", log());
    system.awaitState(system.done, "COMPLETED");
    system.dead = system.deadJob("root.partners.initech");
    return system;
  }

  /** A page to look at, and the name of its picture. */
  record Place(String name, String path) {}

  List<Place> places() throws Exception {
    String letter =
        JSON.readTree(get("/api/v1/dead-letters?job=" + dead)).at("/letters/0/id").asText();
    return List.of(
        new Place("overview", "/"),
        new Place("pipelines", "/pipelines"),
        new Place("pipeline", "/pipelines/orders"),
        new Place("stage", "/stages/check"),
        new Place("jobs", "/jobs"),
        new Place("job", "/jobs/" + working),
        new Place("job-failed", "/jobs/" + dead),
        new Place("job-completed", "/jobs/" + done),
        new Place("result", "/jobs/" + done + "/results/summary.csv"),
        new Place("queues", "/queues"),
        new Place("queue", "/queues/root.partners.acme?weight=1"),
        new Place("workers", "/workers"),
        new Place("dead-letters", "/dead-letters"),
        new Place("dead-letter", "/dead-letters/" + letter),
        new Place("submit", "/submit"),
        new Place("sources", "/sources"),
        new Place("source", "/sources/acme"),
        new Place("account", "/account"),
        new Place("not-found", "/nothing"));
  }

  /** Three partners' jobs at work, so that there is something on every page. */
  void workGoesOn() throws Exception {
    if (working != null && state(working).equals("ACTIVE")) {
      return;
    }
    submit("orders", "root.partners.globex", orders(3000));
    submit("orders", "root.partners.initech", orders(3001));
    working = submit("orders", "root.partners.acme", orders(3002));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> JSON.readTree(job(working)).path("progress").asDouble() > 0.05);
  }

  static String orders(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i % 50 == 49 ? "poison " + i : "order " + i)
        .collect(Collectors.joining("\n"));
  }

  Path sample() {
    return home.resolve("access.log");
  }

  String done() {
    return done;
  }

  /** A job that has failed, of three tasks that are dead. */
  String deadJob(String queue) throws Exception {
    String job = submit("orders", queue, "poison 1\npoison 2\npoison 3");
    awaitState(job, "FAILED");
    return job;
  }

  String submit(String pipeline, String queue, String body) throws Exception {
    String name = queue.substring(queue.lastIndexOf('.') + 1);
    HttpResponse<String> answer =
        send(
            request(
                    "/api/v1/jobs?pipeline=%s&queue=%s&source=%s&name=%s.txt"
                        .formatted(
                            pipeline, queue, name, URLEncoder.encode(name, StandardCharsets.UTF_8)))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString(body)));
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
    return JSON.readTree(answer.body()).path("id").asText();
  }

  /** Nothing happens when it has ended. */
  void cancel(String job) throws Exception {
    send(request("/api/v1/jobs/" + job + "/cancel").POST(BodyPublishers.noBody()));
  }

  long deadOf(String job) throws Exception {
    return JSON.readTree(get("/api/v1/dead-letters?job=" + job)).path("total").asLong();
  }

  /** Other settings of a queue. */
  void set(String queue, String settings) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/v1/queues/" + queue + "/settings")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(settings)));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Somebody who may see everything and change nothing; the answer is the password. */
  String viewer(String name) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/v1/users")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\": \"%s\", \"role\": \"viewer\"}".formatted(name))));
    return JSON.readTree(answer.body()).path("password").asText();
  }

  String url() {
    return endpoints().path("console").asText();
  }

  String password() {
    try {
      return Files.readString(home.resolve("admin-password")).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void awaitState(String job, String state) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(job).equals(state));
  }

  private String state(String job) throws Exception {
    return JSON.readTree(job(job)).path("state").asText();
  }

  private String job(String id) throws Exception {
    return get("/api/v1/jobs/" + id);
  }

  private String get(String path) throws Exception {
    return send(request(path).GET()).body();
  }

  private HttpRequest.Builder request(String path) {
    String credentials =
        Base64.getEncoder()
            .encodeToString(("admin:" + password()).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(url() + path))
        .header("Authorization", "Basic " + credentials);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode endpoints() {
    try {
      return JSON.readTree(home.resolve("endpoints.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String log() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                i % 97 == 96
                    ? "broken line " + i
                    : "192.0.2.%d - - [21/Nov/2026:%02d:00:00 +0000] \"GET /%d HTTP/1.1\" %d %d \"-\" \"c\""
                        .formatted(i % 250, i * 24 / LINES, i, i % 7 == 0 ? 404 : 200, i))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
