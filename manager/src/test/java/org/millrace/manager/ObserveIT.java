package org.millrace.manager;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.RunningSystem;
import org.millrace.processors.logs.Formats;
import org.slf4j.LoggerFactory;

/** What a running program says of itself to those who watch it. */
class ObserveIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path DASHBOARD = Path.of("../deploy/grafana/millrace.json");
  private static final Pattern SPAN =
      Pattern.compile("\\x0a\\x10(.{16})\\x12\\x08.{8}", Pattern.DOTALL);

  private static final Pattern WITH_PARENT =
      Pattern.compile("\\x0a\\x10.{16}\\x12\\x08(.{8})(?:\\x22\\x08(.{8}))?", Pattern.DOTALL);

  private static final String FAILING =
      """
      - route:
          from:
            uri: "stage:doomed?maxAttempts=1"
            steps:
              - throwException:
                  exceptionType: "java.lang.IllegalStateException"
                  message: "on purpose"
      - route:
          from:
            uri: "stage:speaking"
            steps:
              - log: "this is what I say"
      """;

  @TempDir static Path dir;

  private static final List<String> spans = new CopyOnWriteArrayList<>();
  private static final AtomicInteger JOBS = new AtomicInteger();
  private static HttpServer collector;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          spans.add(new String(zipped ? unzipped(body) : body, ISO_8859_1));
          exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    settings("");
    Files.createDirectories(dir.resolve("routes"));
    Files.writeString(dir.resolve("routes/doomed.yaml"), FAILING);
    server =
        Server.start(
            RunningSystem.options(
                dir, "--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0"),
            Formats.names(),
            Main.PARTS);
    assertThat(job("b2b-logs")).isEqualTo("COMPLETED");
    assertThat(job("doomed")).isEqualTo("FAILED");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    collector.stop(0);
  }

  @Test
  void metricsSayWhatWasDoneByQueueAndStage() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(get("/actuator/prometheus", true).body())
                    .contains(
                        "millrace_tasks_done_total{queue=\"root.partners.acme\",stage=\"split\"} 1.0",
                        "millrace_tasks_dead_total{queue=\"root.partners.acme\",stage=\"doomed\"} 1.0",
                        "millrace_task_run_seconds_count{stage=\"summarise\"} 1",
                        "millrace_task_wait_seconds_bucket{stage=\"split\",le=\"+Inf\"} 1",
                        "millrace_leader 1.0",
                        "millrace_nodes{state=\"up\"} 1.0",
                        "millrace_database_up 1.0"));
    String text = uncheckedGet("/actuator/prometheus");
    assertThat(number(text, "millrace_settle_seconds_count")).isGreaterThanOrEqualTo(4);
    assertThat(number(text, "millrace_claim_seconds_count")).isGreaterThanOrEqualTo(4);
    assertThat(number(text, "millrace_grant_seconds_count")).isPositive();
  }

  @Test
  void camelSaysWhatItsRoutesDidSinceTheFirstScrape() throws Exception {
    uncheckedGet("/actuator/prometheus");
    assertThat(job("doomed")).isEqualTo("FAILED");
    assertThat(job("b2b-logs")).isEqualTo("COMPLETED");

    String text = uncheckedGet("/actuator/prometheus");
    assertThat(text)
        .containsPattern("camel_exchanges_total\\{[^}]*routeId=\"b2b-logs-split\"[^}]*\\} [1-9]")
        .containsPattern("camel_exchanges_failed_total\\{[^}]*\\} [1-9]")
        .containsPattern(
            "camel_route_policy_seconds_sum\\{[^}]*routeId=\"b2b-logs-split\"[^}]*\\} 0\\.0*[1-9]");
    List<String> series = text.lines().filter(line -> line.startsWith("camel_")).toList();
    Set<String> routes = new HashSet<>();
    for (String each : series) {
      Matcher labels =
          Pattern.compile(
                  "\\w+\\{camelContext=\"millrace\",eventType=\"route\",kind=\"\\w+\",routeId=\"([^\"]+)\"\\} .*")
              .matcher(each);
      assertThat(labels.matches()).as(each).isTrue();
      routes.add(labels.group(1));
    }
    assertThat(series)
        .as("so many a route, whatever ran")
        .hasSizeLessThanOrEqualTo(7 * routes.size());
  }

  @Test
  void theDashboardDrawsMetricsThatThereAre() throws Exception {
    JsonNode dashboard = JSON.readTree(DASHBOARD.toFile());
    Set<String> drawn = new HashSet<>();
    dashboard.findValuesAsText("expr").forEach(each -> drawn.addAll(metrics(each)));
    dashboard
        .path("templating")
        .findValuesAsText("query")
        .forEach(each -> drawn.addAll(metrics(each)));
    assertThat(drawn).hasSizeGreaterThan(15);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String text = get("/actuator/prometheus", true).body();
              assertThat(drawn)
                  .allSatisfy(
                      name ->
                          assertThat(text)
                              .as(name)
                              .containsPattern(
                                  "(?m)^("
                                      + name
                                      + "[ {]|# TYPE "
                                      + name.replaceAll("_total$", "")
                                      + "(_total)? )"));
            });
  }

  @Test
  void metricsAndTheWholeHealthNeedALogin() throws Exception {
    assertThat(get("/actuator/prometheus", false).statusCode()).isEqualTo(401);
    assertThat(get("/actuator/health", false).statusCode()).isEqualTo(401);
  }

  @Test
  void probesNeedNoLoginAndSayOneWord() throws Exception {
    for (String probe : List.of("liveness", "readiness")) {
      HttpResponse<String> answer = get("/actuator/health/" + probe, false);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }
    assertThat(get("/actuator/health/livenessx", false).statusCode()).isEqualTo(401);
  }

  @Test
  void healthSaysWhatIsWrong() throws Exception {
    assertThat(health().path("components").findValuesAsText("status")).doesNotContain("DOWN");
    assertThat(List.copyOf(fields(health().path("components"))))
        .contains("database", "objects", "broker", "sqs", "leader", "settings", "disk");
    settings("  lease: soon\n");
    try {
      await()
          .untilAsserted(
              () -> {
                JsonNode settings = health().path("components").path("settings");
                assertThat(settings.path("status").asText()).isEqualTo("DEGRADED");
                assertThat(settings.path("detail").asText()).contains("millrace.lease");
                assertThat(health().path("status").asText()).isEqualTo("DEGRADED");
              });
      assertThat(get("/actuator/health/readiness", false).statusCode()).isEqualTo(200);
    } finally {
      settings("");
    }
    await()
        .until(
            () ->
                health().path("components").path("settings").path("status").asText().equals("UP"));
  }

  @Test
  void allTasksOfAJobAreInOneTrace() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String all = String.join("", spans);
              assertThat(all).contains("stage split", "stage parse", "stage summarise");
              assertThat(all).contains("stage doomed", "on purpose");
              Set<String> traces = new HashSet<>();
              Matcher span = SPAN.matcher(all);
              while (span.find()) {
                traces.add(HexFormat.of().formatHex(span.group(1).getBytes(ISO_8859_1)));
              }
              assertThat(traces).as("one a job").hasSize(JOBS.get());
            });
  }

  /** Else whoever looks at a trace is told that its root is missing. */
  @Test
  void everySpanHasAParentThatIsThereUpToTheJobs() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String all = String.join("", spans);
              assertThat(all).contains("job b2b-logs");
              Set<String> there = new HashSet<>();
              Set<String> parents = new HashSet<>();
              Matcher span = WITH_PARENT.matcher(all);
              int from = 0;
              while (span.find(from)) {
                there.add(span.group(1));
                if (span.group(2) != null) {
                  parents.add(span.group(2));
                }
                from = span.start() + 1;
              }
              assertThat(parents).isNotEmpty();
              assertThat(there).containsAll(parents);
            });
  }

  @Test
  void whatARouteLogsIsLoggedAsOurs() throws Exception {
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    Logger logger = (Logger) LoggerFactory.getLogger("org.millrace.route");
    logger.addAppender(seen);
    try {
      assertThat(job("speaking")).isEqualTo("COMPLETED");
      await()
          .untilAsserted(
              () ->
                  assertThat(List.copyOf(seen.list))
                      .anySatisfy(
                          each -> {
                            assertThat(each.getMessage()).contains("this is what I say");
                            assertThat(each.getMDCPropertyMap())
                                .containsKeys("job", "task", "stage", "queue");
                          }));
    } finally {
      logger.detachAppender(seen);
    }
  }

  private static void settings(String more) throws IOException {
    Files.writeString(
        dir.resolve("millrace.yaml"),
        "millrace:\n  otel: {endpoint: \"http://127.0.0.1:"
            + collector.getAddress().getPort()
            + "\"}\n"
            + more);
  }

  private static String job(String pipeline) throws Exception {
    JOBS.incrementAndGet();
    HttpResponse<String> opened =
        HTTP.send(
            request("/api/v1/jobs?source=acme&name=a.log&pipeline=" + pipeline, true)
                .POST(BodyPublishers.ofString("{\"level\":\"info\"}\n"))
                .build(),
            BodyHandlers.ofString());
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    String path = "/api/v1/jobs/" + JSON.readTree(opened.body()).path("id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !JSON.readTree(get(path, true).body()).path("finishedAt").isNull());
    return JSON.readTree(get(path, true).body()).path("state").asText();
  }

  private static Set<String> metrics(String expression) {
    Set<String> names = new HashSet<>();
    Matcher name =
        Pattern.compile("\\b(millrace|camel|jvm|process)_[a-z_]+\\b").matcher(expression);
    while (name.find()) {
      names.add(name.group().replaceAll("_bucket$", "_count"));
    }
    return names;
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static double number(String text, String metric) {
    Matcher line = Pattern.compile("(?m)^" + metric + "(\\{.*})? (\\S+)").matcher(text);
    assertThat(line.find()).as(metric).isTrue();
    return Double.parseDouble(line.group(2));
  }

  private static JsonNode health() throws Exception {
    return JSON.readTree(get("/actuator/health", true).body());
  }

  private static String uncheckedGet(String path) {
    try {
      return get(path, true).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(String path, boolean login) throws Exception {
    return HTTP.send(request(path, login).GET().build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, boolean login) throws IOException {
    String url = JSON.readTree(dir.resolve("endpoints.json").toFile()).path("console").asText();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    if (login) {
      String credentials = "admin:" + Files.readString(dir.resolve("admin-password")).strip();
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
    }
    return request;
  }

  private static byte[] unzipped(byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }
}
