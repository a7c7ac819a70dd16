package org.millrace.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.manager.support.RunningSystem;

class ApiIT {
  @TempDir static Path dir;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static RunningSystem system;

  @BeforeAll
  static void start() throws IOException {
    system = RunningSystem.in(dir);
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @Test
  void aJobInJsonHasTheKeysOfTheContract() throws Exception {
    HttpResponse<String> created = send(request("/api/v1/jobs?name=a.log").POST(body("x\n")));

    assertThat(created.statusCode()).isEqualTo(201);
    JsonNode job = JSON.readTree(created.body());
    assertThat(job.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "pipeline",
            "queue",
            "source",
            "owner",
            "input",
            "state",
            "submittedAt",
            "startedAt",
            "finishedAt",
            "progress",
            "etaSeconds",
            "stages",
            "results",
            "waiting",
            "error",
            "replayOf");
    assertThat(job.path("owner").asText()).isEqualTo("admin");
    assertThat(job.path("submittedAt").asText()).endsWith("Z");
    assertThat(created.headers().firstValue("Location").orElse(""))
        .isEqualTo(system.url() + "/api/v1/jobs/" + job.path("id"));
  }

  @Test
  void aFormsContentTypeDoesNotEatTheBody() throws Exception {
    HttpResponse<String> created =
        send(
            request("/api/v1/jobs?name=a+b%20c.log&source=acme")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body("pipeline=nonsense")));

    assertThat(created.statusCode()).isEqualTo(201);
    String key = JSON.readTree(created.body()).path("input").path("key").asText();
    assertThat(key).endsWith("/a b c.log");
    assertThat(system.objects().bytes("work", key)).asString().isEqualTo("pipeline=nonsense");
  }

  @Test
  void anUploadedNameCannotLeaveItsFolder() throws Exception {
    for (String name : new String[] {"..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "..", "a%5Cb"}) {
      HttpResponse<String> created = send(request("/api/v1/jobs?name=" + name).POST(body(name)));
      String key = JSON.readTree(created.body()).path("input").path("key").asText();
      assertThat(key).matches("uploads/[0-9a-f-]{36}/(passwd|b|upload\\.\\.)");
    }
  }

  @Test
  void aMultipartFormIsRefusedWithTheWayToSendIt() throws Exception {
    HttpResponse<String> refused =
        send(
            request("/api/v1/jobs")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(body("--x--")));

    assertThat(problem(refused, 415).path("remedy").asText()).contains("--data-binary");
  }

  @Test
  void anUploadCutOffOpensNoJob() throws Exception {
    int before = jobs();
    URI url = URI.create(system.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /api/v1/jobs?name=cut.log HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
              + "Authorization: "
              + credentials()
              + "\r\n\r\nonly this";
      out.write(head.getBytes(UTF_8));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), UTF_8)).doesNotContain("201");
    }
    assertThat(jobs()).isEqualTo(before);
  }

  @Test
  void anObjectInABucketIsOneJobHoweverOftenItIsSubmitted() throws Exception {
    system.objects().write("inbox", "acme/there.log", out -> out.write('x'));
    String body =
        "{\"source\":\"acme\",\"input\":{\"bucket\":\"inbox\",\"key\":\"acme/there.log\"}}";

    HttpResponse<String> first = send(json("/api/v1/jobs", body));
    HttpResponse<String> second = send(json("/api/v1/jobs", body));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    long id = JSON.readTree(first.body()).path("id").asLong();
    assertThat(JSON.readTree(second.body()).path("id").asLong()).isEqualTo(id);
    assertThat(system.ledger().find(id).map(Job::disposal)).contains(Disposal.KEEP);
  }

  @Test
  void anObjectThatIsNotThereIsRefused() throws Exception {
    HttpResponse<String> refused =
        send(json("/api/v1/jobs", "{\"input\":{\"bucket\":\"inbox\",\"key\":\"no.log\"}}"));

    JsonNode problem = problem(refused, 422);
    assertThat(problem.path("subject").asText()).isEqualTo("input");
    assertThat(problem.path("value").asText()).isEqualTo("inbox/no.log");
  }

  @Test
  void wrongRequestsGetProblemDocuments() throws Exception {
    assertThat(problem(send(request("/api/v1/jobs/77777").GET()), 404).path("rule").asText())
        .isEqualTo("must be the id of a job");
    assertThat(problem(send(request("/api/v1/jobs/abc").GET()), 404).path("value").asText())
        .isEqualTo("abc");
    assertThat(
            problem(send(request("/api/v1/jobs?state=ACTVE").GET()), 422).path("remedy").asText())
        .isEqualTo("did you mean \"ACTIVE\"?");
    problem(send(request("/api/v1/jobs?limit=0").GET()), 422);
    assertThat(problem(send(request("/api/v1/jobs?limit=many").GET()), 400).path("detail").asText())
        .startsWith("limit: must be a number, was \"many\"");
    problem(send(request("/api/v1/nothing").GET()), 404);
    assertThat(problem(send(request("/api/v1/stages").DELETE()), 405).path("remedy").asText())
        .startsWith("allowed there: GET");
    assertThat(problem(send(json("/api/v1/jobs", "{not json")), 400).path("rule").asText())
        .contains("must be JSON", "line 1, column");
    assertThat(problem(send(json("/api/v1/jobs", "{\"input\": 7}")), 400).path("rule").asText())
        .endsWith("and is not at input");
    problem(
        send(request("/api/v1/tokens").header("Content-Type", "text/plain").POST(body("x"))), 415);
    problem(send(request("/api/v1/jobs/..%2fusers").GET()), 400);
    problem(send(request("/api/v1/sources/nobody").GET()), 404);
    assertThat(
            problem(send(request("/api/v1/jobs?source=..%2Fx").POST(body("x"))), 422)
                .path("subject")
                .asText())
        .isEqualTo("source");
  }

  @Test
  void queuesAreATreeOfAmounts() throws Exception {
    system.scheduler().load("root.partners.amounts", submitted("amounts"), 1);

    JsonNode root = JSON.readTree(send(request("/api/v1/queues").GET()).body());

    assertThat(root.fieldNames())
        .toIterable()
        .containsExactly(
            "path",
            "policy",
            "usage",
            "demand",
            "fairShare",
            "guaranteed",
            "max",
            "running",
            "waiting",
            "paused",
            "pausedBy",
            "pausedSince",
            "drained",
            "drainedBy",
            "drainedSince",
            "onDemand",
            "children");
    assertThat(root.path("path").asText()).isEqualTo("root");
    assertThat(root.path("policy").asText()).isEqualTo("fair");
    assertThat(root.path("max").toString())
        .isEqualTo("{\"memoryMb\":4096,\"vcores\":2.0,\"networkBytesPerSecond\":0}");
    JsonNode partners = root.path("children").get(0);
    assertThat(partners.path("path").asText()).isEqualTo("root.partners");
    assertThat(partners.path("children"))
        .filteredOn(queue -> queue.path("path").asText().equals("root.partners.amounts"))
        .singleElement()
        .satisfies(
            queue -> {
              assertThat(queue.path("usage").path("vcores").asDouble()).isEqualTo(0.5);
              assertThat(queue.path("running").asInt()).isEqualTo(1);
              assertThat(queue.path("onDemand").asBoolean()).isTrue();
              assertThat(queue.path("policy").isNull()).isTrue();
            });
  }

  @Test
  void aJobWhosePipelineHasNoRouteSaysSo() throws Exception {
    ObjectRef input = new ObjectRef("inbox", "x/away.log", "v1", 1);
    long id =
        system
            .ledger()
            .open(new JobRequest("away", "root.x", "x", "x", input, Disposal.KEEP, Map.of()))
            .jobId();

    JsonNode explanation = explanation(id);

    assertThat(explanation.path("reasons").get(0).path("kind").asText()).isEqualTo("NO_ROUTE");
    assertThat(explanation.path("sentence").asText())
        .startsWith("pipeline away has no route at the moment");
    assertThat(JSON.readTree(send(request("/api/v1/jobs/" + id).GET()).body()).path("waiting"))
        .isEqualTo(explanation.path("sentence"));
  }

  @Test
  void aJobThatWaitsIsExplainedAloneAndInItsJson() throws Exception {
    long id = submitted("explained");
    assertThat(explanation(id).path("reasons").get(0).path("kind").asText())
        .isEqualTo("NOT_SCHEDULED");
    system.scheduler().load("root.partners.held", id, 0);

    JsonNode explanation = explanation(id);

    assertThat(explanation.fieldNames())
        .toIterable()
        .containsExactly(
            "job",
            "queue",
            "active",
            "containers",
            "waitingFor",
            "sentence",
            "etaSeconds",
            "reasons");
    assertThat(explanation.path("job").asLong()).isEqualTo(id);
    assertThat(explanation.path("reasons").get(0).fieldNames())
        .toIterable()
        .containsExactly("kind", "subject", "uses", "limit", "count", "of", "sentence");
    String sentence = explanation.path("sentence").asText();
    assertThat(sentence).isEqualTo("it asks for nothing more; 0 containers run");
    JsonNode alone = JSON.readTree(send(request("/api/v1/jobs/" + id).GET()).body());
    assertThat(alone.path("waiting").asText())
        .isEqualTo("waits for its turn in queue root.partners.default");
    JsonNode page =
        JSON.readTree(send(request("/api/v1/jobs?limit=1&before=" + (id + 1)).GET()).body());
    assertThat(page.path("jobs").get(0).path("waiting").asText())
        .isEqualTo("waits for its turn in queue root.partners.default");
  }

  @Test
  void anEndedJobsExplanationSaysSo() throws Exception {
    long id = submitted("ended");
    system.ledger().fail(id, "broken");

    JsonNode explanation = explanation(id);

    assertThat(explanation.path("sentence").asText()).isEqualTo("it has ended: FAILED");
    assertThat(explanation.path("active").asBoolean()).isFalse();
    problem(send(request("/api/v1/jobs/77777/explanation").GET()), 404);
  }

  private static JsonNode explanation(long id) throws Exception {
    return JSON.readTree(send(request("/api/v1/jobs/" + id + "/explanation").GET()).body());
  }

  private static long submitted(String name) throws Exception {
    String address = "/api/v1/jobs?name=" + name.replace(" ", "%20");
    return JSON.readTree(send(request(address).POST(body(name))).body()).path("id").asLong();
  }

  @Test
  void jobsArePaged() throws Exception {
    for (int i = 0; i < 3; i++) {
      send(request("/api/v1/jobs?name=page" + i).POST(body("page" + i)));
    }
    JsonNode first = JSON.readTree(send(request("/api/v1/jobs?limit=2").GET()).body());
    long next = first.path("next").asLong();
    JsonNode second =
        JSON.readTree(send(request("/api/v1/jobs?limit=2&before=" + next).GET()).body());

    assertThat(first.path("jobs")).hasSize(2);
    assertThat(next).isEqualTo(first.path("jobs").get(1).path("id").asLong());
    assertThat(second.path("jobs").get(0).path("id").asLong()).isLessThan(next);
  }

  @Test
  void aPublishedResultIsDownloadedAndNothingElseIs() throws Exception {
    HttpResponse<String> created = send(request("/api/v1/jobs?name=r.log").POST(body("r")));
    long id = JSON.readTree(created.body()).path("id").asLong();
    system
        .objects()
        .write("results", id + "/summary.csv", out -> out.write("a,b\n".getBytes(UTF_8)));
    system.objects().write("results", id + "/secret.csv", out -> out.write('s'));
    system.ledger().complete(id, new JobResult("summary.csv", 4));

    HttpResponse<String> result =
        send(request("/api/v1/jobs/" + id + "/results/summary.csv").GET());

    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo("a,b\n");
    assertThat(result.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(result.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment");
    problem(send(request("/api/v1/jobs/" + id + "/results/secret.csv").GET()), 404);
  }

  @Test
  void theConsoleIsMadeOfOwnPartsOnly() throws Exception {
    HttpResponse<String> page = send(request("/").GET());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Overview · Millrace</title>");
    assertThat(page.body()).doesNotContain("http://", "https://", "//cdn");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    assertThat(send(request("/console.js").GET()).statusCode()).isEqualTo(200);
    for (String part : List.of("/console.css", "/lib/htmx.min.js", "/lib/echarts.min.js")) {
      assertThat(send(request(part).GET()).statusCode()).as(part).isEqualTo(200);
    }
  }

  @Test
  void anUploadMayBeLargerThanTheServersLimitForForms() throws Exception {
    byte[] block = new byte[1 << 20];
    int blocks = 40;
    HttpResponse<String> created =
        send(
            request("/api/v1/jobs?name=large")
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(blocks, block))));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(created.body()).path("input").path("size").asLong())
        .isEqualTo((long) blocks << 20);
  }

  private static int jobs() {
    return system.ledger().list(new JobFilter(List.of(), 0, 500)).size();
  }

  private static JsonNode problem(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.has("subject")).as(response.body()).isTrue();
    assertThat(problem.has("remedy")).as(response.body()).isTrue();
    return problem;
  }

  private static HttpRequest.Builder json(String path, String body) throws IOException {
    return request(path).header("Content-Type", "application/json").POST(body(body));
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }

  private static HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(system.url() + path))
        .header("Authorization", credentials());
  }

  private static String credentials() throws IOException {
    return "Basic "
        + Base64.getEncoder().encodeToString(("admin:" + system.password()).getBytes(UTF_8));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
