package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.manager.support.SteeredSystem.idOf;
import static org.millrace.manager.support.SteeredSystem.json;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.manager.support.SteeredSystem;

/** The pages as a browser gets them, of a whole system with hostile names everywhere. */
class ConsoleIT {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&ünï✓";
  private static final Pattern INLINE_SCRIPT = Pattern.compile("<script(?![^>]*\\ssrc=)");
  private static final Pattern INLINE_STYLE = Pattern.compile("<style|\\sstyle=");
  private static final Pattern HANDLER = Pattern.compile("<[^>]*\\son[a-z]+=");

  /** A pipeline whose every task fails, quoting the line that it was given. */
  private static final String FAILING =
      """
      - route:
          id: hostile-read
          group: "%s"
          from:
            uri: stage:hostile
            steps:
              - process: {ref: readObject}
              - split:
                  tokenize: {token: "\\n"}
                  steps:
                    - to: {uri: "stage:hostile-fail"}
      - route:
          id: hostile-fail
          group: "%s"
          from:
            uri: stage:hostile-fail?maxAttempts=1
            steps:
              - throwException:
                  exceptionType: java.lang.IllegalStateException
                  message: "cannot take ${body}"
      """
          .replace("%s", HOSTILE.replace("\"", "\\\""));

  @TempDir static Path dir;
  private static SteeredSystem system;
  private static String job;
  private static String done;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(dir.resolve("routes"));
    Files.writeString(dir.resolve("routes/hostile.yaml"), FAILING);
    system = SteeredSystem.in(dir);
    job = idOf(system.post("admin", submit(HOSTILE), HOSTILE + " 1\n" + HOSTILE + " 22\n"));
    done = idOf(system.post("admin", submit("b2b-logs"), "no log line " + HOSTILE + "\n"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                system.job(job).path("state").asText().equals("FAILED")
                    && system.job(done).path("state").asText().equals("COMPLETED"));
  }

  @Test
  void whatIsMadeBeforeTheFirstClickCanBeMade() throws Exception {
    assertThat(system.bean(FirstClick.class).makeAll()).isEqualTo(3);
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  private static String submit(String pipeline) {
    return "/api/v1/jobs?queue=root.team.open&source=acme&pipeline="
        + encoded(pipeline)
        + "&name="
        + encoded(HOSTILE);
  }

  static List<String> pages() throws Exception {
    String letter = json(system.get("admin", "/api/v1/dead-letters")).at("/letters/0/id").asText();
    return List.of(
        "/",
        "/jobs",
        "/jobs?q=" + encoded(HOSTILE) + "&state=FAILED&since=1h&queue=root.team&source=acme",
        "/jobs/" + job,
        "/jobs/" + done,
        "/jobs/" + done + "/results/rejects.csv",
        "/jobs/" + done + "/results/summary.json",
        "/pipelines",
        "/pipelines?name=" + encoded(HOSTILE),
        "/pipelines/b2b-logs",
        "/stages/hostile-fail",
        "/queues",
        "/queues?q=" + encoded(HOSTILE),
        "/queues/root.team.open?weight=" + encoded(HOSTILE),
        "/queues/root.team.open?weight=3&maxShare.memory=512Mi",
        "/workers",
        "/dead-letters",
        "/dead-letters?error=" + encoded(HOSTILE),
        "/dead-letters/" + letter,
        "/submit",
        "/sources",
        "/sources/acme");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsWholeAndTakesNoNameForMarkup(String page) throws Exception {
    HttpResponse<String> answer = system.page("admin", page);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
    assertThat(answer.body()).startsWith("<!doctype html>").contains("id=\"main\"", "</html>");
    assertThat(answer.body()).doesNotContain("<script>alert", "th:", "hx-on");
    for (Pattern refused : List.of(INLINE_SCRIPT, INLINE_STYLE, HANDLER)) {
      assertThat(answer.body()).as("what the browser would refuse").doesNotContainPattern(refused);
    }
  }

  @Test
  void hostileNamesAreShownAsTheyAre() throws Exception {
    String escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";

    assertThat(system.page("admin", "/jobs/" + job).body())
        .contains(escaped, "cannot take " + escaped);
    assertThat(system.page("admin", "/jobs/" + done + "/results/rejects.csv").body())
        .contains("no log line " + escaped);
    assertThat(system.page("admin", "/pipelines").body()).contains(escaped);
  }

  @Test
  void aPageAskedForAgainGivesItsLivePartAlone() throws Exception {
    String part = system.page("admin", "/jobs", "HX-Request", "true").body();

    assertThat(part).startsWith("<div id=\"live\">").contains("/jobs/" + job);
    assertThat(part).doesNotContain("<html", "<nav");
  }

  @Test
  void lettersThatDiedOfTheSameAreOneGroup() throws Exception {
    String page = system.page("admin", "/dead-letters").body();

    assertThat(page).contains("By error", "ünï✓ #</code>", "Show these 2");
  }

  @Test
  void whatIsNotThereIsSaidOnAPageForPeopleAndAsAProblemForPrograms() throws Exception {
    for (String path :
        List.of("/jobs/99999", "/nothing", "/stages/prase", "/queues/root.nowhere")) {
      HttpResponse<String> page = system.page("admin", path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.body()).contains("Not found", "id=\"main\"");
    }
    assertThat(system.page("admin", "/stages/prase").body()).contains("did you mean");
    for (String path : List.of("/api/v1/jobs/99999", "/api/v1/nothing", "/api/nothing")) {
      HttpResponse<String> problem = system.page("admin", path);
      assertThat(problem.statusCode()).isEqualTo(404);
      assertThat(problem.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
    }
    assertThat(system.get("admin", "/nothing").body()).startsWith("{");
  }

  @Test
  void aFilterThatCannotBeIsRefusedInTheWordsOfTheApi() throws Exception {
    HttpResponse<String> page = system.page("admin", "/jobs?state=DOEN");

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains("must be a job&#39;s state", "DOEN");
    SteeredSystem.expect(system.get("admin", "/jobs/selection?step=destroy"), 422);
  }

  @Test
  void whoOperatesNothingIsOfferedNothing() throws Exception {
    for (String page :
        List.of("/", "/jobs", "/jobs/" + job, "/dead-letters", "/queues/root.other")) {
      assertThat(system.page("vera", page).body())
          .as(page)
          .doesNotContain("data-post", "data-bulk", "Submit work");
    }
    assertThat(system.page("admin", "/jobs/" + job).body()).contains("data-post");
    assertThat(system.page("admin", "/jobs").body()).contains("data-bulk");
  }

  @Test
  void aStepInBulkIsAboutThoseOfTheFilterToWhichItCanBeDone() throws Exception {
    assertThat(ids("retry", "")).contains(Long.valueOf(job)).doesNotContain(Long.valueOf(done));
    assertThat(ids("retry", "&state=COMPLETED")).isEmpty();
    assertThat(ids("retry", "&q=" + encoded("' or 1=1 --"))).isEmpty();
    assertThat(ids("cancel", "&state=FAILED")).isEmpty();
  }

  @Test
  void sampleLinesAreReadAsThePipelineReadsThem() throws Exception {
    String lines =
        "192.0.2.1 - - [21/Nov/2026:10:00:00 +0000] \"GET /x HTTP/1.1\" 404 5 \"-\" \"c\"\n"
            + HOSTILE;
    HttpResponse<String> answer =
        system.form("admin", "/sources/stream/sample", "lines=" + encoded(lines));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<td>192.0.2.1</td>", "<td>404</td>", "rejected:");
  }

  @Test
  void otherSettingsOfAQueueArePreviewedAndWrittenOut() throws Exception {
    String page =
        system.page("admin", "/queues/root.team.ann?weight=3&maxShare.memory=256Mi&if=all").body();

    assertThat(page).contains("weight: 3", "maxShare: {memory: 256Mi}", "root.team.ann:");
    assertThat(page).contains("1.0 GiB, 1 vcores, 100.0 MiB/s → 256.0 MiB");
    assertThat(system.page("admin", "/queues/root.team.ann?weight=-1").body())
        .contains("weight", "-1", "role=\"alert\"");
  }

  private static List<Long> ids(String step, String filter) throws Exception {
    List<Long> ids = new java.util.ArrayList<>();
    json(system.get("admin", "/jobs/selection?step=" + step + filter))
        .path("ids")
        .forEach(each -> ids.add(each.asLong()));
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
