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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.support.SteeredSystem;

class RestMannersIT {
  private static final String OTHER = "/api/v1/jobs?name=a.log&source=acme&queue=root.other";

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
  void aSubmissionRepeatedWithItsKeyIsOneJob() throws Exception {
    String first = idOf(submit("admin", OTHER, "line\n", "k1"));
    long uploads = uploads();
    HttpResponse<String> again = submit("admin", OTHER, "line\n", "k1");

    expect(again, 200);
    assertThat(json(again).path("id").asText()).isEqualTo(first);
    assertThat(uploads()).as("files of uploads").isLessThanOrEqualTo(uploads);
    assertThat(idOf(submit("admin", OTHER, "line\n", "k2"))).isNotEqualTo(first);
    assertThat(idOf(submit("bob", OTHER, "line\n", "k1"))).isNotEqualTo(first);
  }

  @Test
  void aKeyWithSomethingElseIsRefused() throws Exception {
    idOf(submit("admin", OTHER, "line\n", "k3"));
    expect(submit("admin", OTHER, "another\n", "k3"), 422);
    expect(submit("admin", OTHER + "&pipeline=b2b-logs", "line\n", "k3"), 422);
    expect(submit("admin", OTHER, "line\n", "x".repeat(201)), 422);
  }

  @Test
  void ofManyAtOnceWithOneKeyOneOpensAJob() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(6);
    Set<String> ids = new ConcurrentSkipListSet<>();
    List<Integer> statuses = new ArrayList<>();
    try {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(callers.submit(() -> submit("admin", OTHER, "line\n", "k4")));
      }
      for (Future<HttpResponse<String>> each : answers) {
        statuses.add(each.get().statusCode());
        ids.add(json(each.get()).path("id").asText());
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(ids).hasSize(1);
    assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
  }

  @Test
  void aJobThatIsRunAgainTwiceWithOneKeyIsOneNewJob() throws Exception {
    Path input = dir.resolve("buckets/kept/again.log");
    Files.createDirectories(input.getParent());
    Files.writeString(input, "line\n");
    String job =
        idOf(
            system.post(
                "admin",
                "/api/v1/jobs",
                "{\"queue\":\"root.other\",\"input\":{\"bucket\":\"kept\",\"key\":\"again.log\"}}",
                "Content-Type",
                "application/json"));
    await().until(() -> system.job(job).path("state").asText().equals("COMPLETED"));
    HttpResponse<String> first = replay(job, "again");
    HttpResponse<String> second = replay(job, "again");

    expect(first, 201);
    expect(second, 200);
    assertThat(json(second).path("id").asText())
        .isEqualTo(json(first).path("id").asText())
        .isNotEqualTo(job);
    String other = json(first).path("id").asText();
    await().until(() -> system.job(other).path("state").asText().equals("COMPLETED"));
    expect(replay(other, "again"), 422);
    expect(replay(job, "once more"), 201);
  }

  private static HttpResponse<String> replay(String job, String key) throws Exception {
    return system.post("admin", "/api/v1/jobs/" + job + "/replay", "", "Idempotency-Key", key);
  }

  @Test
  void whoSawAnOlderJobThanThereIsChangesNothing() throws Exception {
    system.pause("root.team");
    String job = idOf(system.submit("ann", "root.team.ann"));
    // It may become active just now.
    AtomicReference<String> tag = new AtomicReference<>();
    await()
        .until(
            () -> {
              tag.set(tag(job));
              return post(job, "pause", tag.get()).statusCode() == 200;
            });
    String seen = tag.get();

    expect(post(job, "cancel", seen), 412);
    assertThat(system.job(job).path("state").asText()).isEqualTo("PAUSED");
    assertThat(tag(job)).isNotEqualTo(seen);
    expect(post(job, "resume", "\"other\", " + tag(job)), 200);
    expect(post(job, "cancel", "*"), 200);
    system.post("admin", "/api/v1/queues/root.team/resume", "");
  }

  @Test
  void whoSawAnOlderUserThanThereIsChangesNothing() throws Exception {
    String vera = "/api/v1/users/vera";
    String seen = system.get("admin", vera).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> changed =
        system.post("admin", vera, "{\"groups\": [\"a\"]}", "If-Match", seen);
    expect(changed, 200);

    expect(system.post("admin", vera, "{\"role\": \"admin\"}", "If-Match", seen), 412);
    JsonNode now = json(system.get("admin", vera));
    assertThat(now.path("role").asText()).isEqualTo("viewer");
    assertThat(now.path("groups").get(0).asText()).isEqualTo("a");
    String tag = changed.headers().firstValue("ETag").orElseThrow();
    expect(system.post("admin", vera, "{\"groups\": []}", "If-Match", tag), 200);
    expect(system.post("admin", vera, "{\"groups\": []}"), 200);
  }

  @Test
  void ofTwoWhoSawTheSameUserOneChangesIt() throws Exception {
    String vera = "/api/v1/users/vera";
    for (int i = 0; i < 3; i++) {
      String seen = system.get("admin", vera).headers().firstValue("ETag").orElseThrow();
      // A password takes a while to hash: both have seen the same when the first has written.
      String password = "\"password\": \"correct horse " + i + "\"";
      String one = "{\"groups\": [\"one" + i + "\"], " + password + "}";
      String two = "{\"groups\": [\"two" + i + "\"], " + password + "}";
      assertThat(
              atOnce(
                  () -> system.post("admin", vera, one, "If-Match", seen),
                  () -> system.post("admin", vera, two, "If-Match", seen)))
          .containsExactlyInAnyOrder(200, 412);
    }
    expect(system.post("admin", vera, "{\"groups\": []}"), 200);
  }

  @Test
  void twoWhoChangeDifferentThingsOfAUserBothDo() throws Exception {
    String vera = "/api/v1/users/vera";
    String password = "\"password\": \"correct horse\"";
    assertThat(
            atOnce(
                () -> system.post("admin", vera, "{\"groups\": [\"both\"], " + password + "}"),
                () -> system.post("admin", vera, "{\"disabled\": true, " + password + "}")))
        .containsExactly(200, 200);

    JsonNode now = json(system.get("admin", vera));
    assertThat(now.path("groups").get(0).asText()).isEqualTo("both");
    assertThat(now.path("disabled").asBoolean()).isTrue();
    expect(system.post("admin", vera, "{\"groups\": [], \"disabled\": false}"), 200);
  }

  @Test
  void ofTwoWhoSawTheSameJobOneStepsOnIt() throws Exception {
    system.pause("root.team");
    for (int i = 0; i < 10; i++) {
      String job = idOf(system.submit("ann", "root.team.ann"));
      expect(system.post("admin", "/api/v1/jobs/" + job + "/pause", ""), 200);
      String seen = tag(job);
      assertThat(atOnce(() -> post(job, "cancel", seen), () -> post(job, "resume", seen)))
          .containsExactlyInAnyOrder(200, 412);
      system.post("admin", "/api/v1/jobs/" + job + "/cancel", "");
    }
    system.post("admin", "/api/v1/queues/root.team/resume", "");
  }

  private static List<Integer> atOnce(
      Callable<HttpResponse<String>> one, Callable<HttpResponse<String>> two) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<HttpResponse<String>> each : callers.invokeAll(List.of(one, two))) {
        statuses.add(each.get().statusCode());
      }
      return statuses;
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void pagesTogetherAreTheWholeListAndNothingTwice() throws Exception {
    for (int i = 0; i < 5; i++) {
      idOf(system.submit("admin", "root.other"));
    }
    TreeSet<Long> paged = new TreeSet<>();
    String before = "0";
    do {
      JsonNode page = json(system.get("admin", "/api/v1/jobs?limit=2&before=" + before));
      page.path("jobs").forEach(each -> assertThat(paged.add(each.path("id").asLong())).isTrue());
      before = page.path("next").asText();
    } while (!before.equals("null"));
    TreeSet<Long> whole = new TreeSet<>();
    json(system.get("admin", "/api/v1/jobs?limit=500"))
        .path("jobs")
        .forEach(each -> whole.add(each.path("id").asLong()));
    assertThat(paged).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "dead-letters", "webhooks/deliveries"})
  void everyListIsPagedAlike(String list) throws Exception {
    JsonNode page = json(system.get("admin", "/api/v1/" + list + "?limit=1"));
    assertThat(page.has("next")).isTrue();
    for (String wrong : List.of("limit=0", "limit=501", "before=-1")) {
      expect(system.get("admin", "/api/v1/" + list + "?" + wrong), 422);
    }
  }

  @Test
  void webhooksAreForAdministrators() throws Exception {
    expect(system.get("ann", "/api/v1/webhooks"), 403);
    expect(system.get("ann", "/api/v1/webhooks/deliveries"), 403);
    expect(system.post("ann", "/api/v1/webhooks/deliveries/1/retry", ""), 403);
    expect(system.get("admin", "/api/v1/webhooks"), 200);
    expect(system.post("admin", "/api/v1/webhooks/deliveries/1/retry", ""), 404);
  }

  private static HttpResponse<String> submit(String user, String path, String body, String key)
      throws Exception {
    return system.post(user, path, body, "Idempotency-Key", key);
  }

  private static HttpResponse<String> post(String job, String step, String match) throws Exception {
    return system.post("admin", "/api/v1/jobs/" + job + "/" + step, "", "If-Match", match);
  }

  private static String tag(String job) throws Exception {
    return system.get("admin", "/api/v1/jobs/" + job).headers().firstValue("ETag").orElseThrow();
  }

  private static long uploads() throws Exception {
    Path folder = dir.resolve("buckets/work/uploads");
    try (Stream<Path> files = Files.walk(Files.createDirectories(folder))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
