package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.manager.support.RunningSystem;

class ClientIT {
  @TempDir static Path dir;

  private static RunningSystem system;

  @BeforeAll
  static void start() throws IOException {
    system = RunningSystem.in(dir.resolve("a home"));
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @Test
  void submitSendsTheBytesAndPrintsOneJsonDocument() throws IOException {
    Path file = file("access log.txt", "one\ntwo\n");

    Run run = command("submit", "--pipeline", "b2b-logs", "--source", "acme", "--json", file);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    Map<String, Object> job = Json.object(run.out());
    assertThat(job).containsEntry("pipeline", "b2b-logs").containsEntry("source", "acme");
    assertThat(job).containsEntry("queue", "root.partners.acme").containsEntry("state", "ACCEPTED");
    assertThat(Json.text(job, "waiting")).contains("root.partners.acme");
    assertThat(job).containsEntry("finishedAt", null).containsEntry("etaSeconds", null);
    Map<String, Object> input = Json.map(job, "input");
    assertThat(Json.text(input, "key")).startsWith("uploads/").endsWith("/access log.txt");
    assertThat(system.objects().bytes("work", Json.text(input, "key")))
        .asString()
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void sendTellsTheJobAndHowManyMessages() throws IOException {
    Run one = command("send", "orders", file("order.json", "{}"));
    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(one.out()).matches("Job \\d+: 1 message\\R");

    Run batch = command("send", "orders", file("all.ndjson", "1\n2\n"), "--json");
    assertThat(Json.list(Json.object(batch.out()), "ids")).hasSize(2);

    Run wrong = command("send", "orders", file("bad.jsonl", "1\n{\n"));
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("line 2").contains("nothing of the batch was taken");
  }

  @Test
  void severalFilesAreSeveralJobs() throws IOException {
    Run run = command("submit", "--json", file("a.log", "a\n"), file("b.log", "b\n"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Json.list(Json.object(run.out()), "jobs")).hasSize(2);
  }

  @Test
  void submitWaitsForTheEndAndItsExitCodeSaysWhichItWas() throws IOException {
    assertThat(waitFor("good.log", id -> system.ledger().complete(id)).exit()).isZero();

    Run failed = waitFor("bad.log", id -> system.ledger().fail(id, "the input is cut off"));

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).contains("FAILED").contains("the input is cut off");
  }

  @Test
  void anUnknownPipelineIsRefusedWithTheNameThatWasMeant() throws IOException {
    Run run = command("submit", "--pipeline", "b2b-log", file("x.log", "x\n"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "submit: pipeline: must be a loaded pipeline, was \"b2b-log\""
                + " (did you mean \"b2b-logs\"?)");
  }

  @Test
  void oneMissingFileAmongSeveralSendsNone() throws IOException {
    int before = system.ledger().list(new JobFilter(List.of(), 0, 500)).size();

    Run run = command("submit", file("there.log", "x\n"), dir.resolve("missing.log"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("missing.log").contains("none was sent");
    assertThat(system.ledger().list(new JobFilter(List.of(), 0, 500))).hasSize(before);
  }

  @Test
  void aJobIsShownWithItsStagesAndResults() throws IOException {
    long id = submitted("shown.log");
    system.ledger().run(id, new StageProgress("split", 1, 1, 0, 0, 0));
    system.ledger().complete(id, new JobResult("summary.csv", 2048));

    Run run = command("job", id);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Job " + id + "  COMPLETED  100 %").contains("split");
    assertThat(run.out()).contains("summary.csv").contains("2.0 KiB");
    assertThat(run.out()).contains("/api/v1/jobs/" + id + "/results/summary.csv");
  }

  @Test
  void watchEndsWithTheJobAndPrintsPlainLinesWithoutATerminal() throws IOException {
    long id = submitted("watched.log");
    system.ledger().run(id, new StageProgress("split", 1, 1, 0, 0, 0));
    CompletableFuture<Run> watching =
        CompletableFuture.supplyAsync(() -> command("job", id, "--watch"));

    system.ledger().cancel(id, "enough");

    Run run = watching.join();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("job " + id + "  CANCELLED").doesNotContain("\u001b");
  }

  @Test
  void jobsListsTheStatesAskedFor() throws IOException {
    long id = submitted("listed.log");
    system.ledger().fail(id, "broken");

    Run run = command("jobs", "--state", "failed", "--json");

    assertThat(run.exit()).isZero();
    assertThat(Json.list(Json.object(run.out()), "jobs"))
        .isNotEmpty()
        .allMatch(job -> "FAILED".equals(job.get("state")))
        .anyMatch(job -> Json.number(job, "id") == id);
    assertThat(command("jobs").out()).contains("STATE").contains("listed.log");
  }

  @Test
  void cancelTriesEveryJobAndSaysWhichItCouldNot() throws IOException {
    long ended = submitted("ended.log");
    system.ledger().complete(ended);
    long open = submitted("open.log");

    Run run = command("cancel", ended, open);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("job " + ended + ": only a job that has not ended");
    assertThat(system.ledger().find(open).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void stagesAreListedWithTheirOptions() {
    Run run = command("stages");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("summarise").contains("parse").contains("memory=256Mi");
  }

  @Test
  void queuesAreATreeWithBarsThatArePlainWithoutATerminal() throws IOException {
    long id = submitted("queued.log");
    system.scheduler().load("root.partners.heavy", id, 3);

    Run run = command("queues");

    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).startsWith("QUEUE").contains("USES", "WANTS", "FAIR", "MAX", "WAIT");
    assertThat(lines.get(1)).startsWith("root ");
    assertThat(run.out()).contains("\n  partners ").contains("\n    heavy ");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("    heavy"))
        .singleElement()
        .asString()
        .contains("on demand")
        .contains("#")
        .doesNotContain("█");
    Map<String, Object> root = Json.object(command("queues", "--json").out());
    assertThat(root).containsEntry("path", "root").containsEntry("policy", "fair");
  }

  @Test
  void aQueueIsPausedAndResumedAndTheTreeSaysByWhom() throws IOException {
    Run paused = command("queues", "pause", "root.partners.held", "root.partners");

    assertThat(paused.exit()).as(paused.err()).isZero();
    assertThat(paused.out())
        .isEqualTo(
            "Queue root.partners.held is paused by admin\nQueue root.partners is paused by admin\n");
    assertThat(command("queues").out().lines())
        .filteredOn(line -> line.contains("paused by admin since 20"))
        .hasSize(2);
    assertThat(command("queues", "resume", "root.partners.held").out())
        .isEqualTo("Queue root.partners.held goes on\n");
    Map<String, Object> resumed =
        Json.object(command("queues", "resume", "root.partners", "--json").out());
    assertThat(resumed)
        .containsEntry("queue", "root.partners")
        .containsEntry("paused", false)
        .containsEntry("pausedBy", null);
  }

  @Test
  void whatCannotBePausedOrResumedIsRefusedAndTheOthersAreDone() {
    Run run = command("queues", "resume", "root.partners.nobody", "root.a.b.c.d.e");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines())
        .hasSize(2)
        .allMatch(
            line -> line.contains("only a queue that is paused or drained itself can be resumed"));
    assertThat(command("queues", "pause", "root.a.b.c.d.e").err())
        .contains("was \"root.a.b.c.d.e\"")
        .contains("declare it in millrace.yaml");
    assertThat(command("queues", "stop", "root").err())
        .contains("must be pause, drain, resume or set");
    assertThat(command("queues", "pause").exit()).isEqualTo(2);
  }

  @Test
  void aJobIsMovedOrRefusedWithTheReason() throws IOException {
    long id = submitted("moved.log");

    Run run = command("move", id, "root.partners.globex");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Job " + id + " is in root.partners.globex\n");
    assertThat(system.ledger().find(id).orElseThrow().queue()).isEqualTo("root.partners.globex");
    assertThat(Json.object(command("move", id, "root.partners.acme", "--json").out()))
        .containsEntry("queue", "root.partners.acme");
    Run parent = command("move", id, "root.partners");
    assertThat(parent.exit()).isEqualTo(2);
    assertThat(parent.out()).isEmpty();
    assertThat(parent.err()).contains("move: queue: must be a queue without queues below it");
    assertThat(command("move", id, "partners").err()).contains("must be a path such as");
    system.ledger().complete(id);
    assertThat(command("move", id, "root.partners.globex").err())
        .contains("only a job that has not ended can be moved, was \"COMPLETED\"");
  }

  @Test
  void aJobForAQueueThatCannotBeIsRefusedBeforeItsBytesAreSent() throws IOException {
    int before = system.ledger().list(new JobFilter(List.of(), 0, 500)).size();

    Run run = command("submit", "--queue", "root.partners", file("nowhere.log", "x\n"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("must be a queue without queues below it");
    assertThat(system.ledger().list(new JobFilter(List.of(), 0, 500))).hasSize(before);
  }

  @Test
  void explainSaysTheReasonAndThenTheLesserOnes() throws IOException {
    long first = submitted("first.log");
    long second = submitted("second.log");
    system.scheduler().load("root.partners.slow", first, 1000);
    system.scheduler().load("root.partners.slow", second, 5);

    Run run = command("explain", second);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines().toList().get(0))
        .startsWith("Job " + second + " in root.partners.slow: no node has")
        .endsWith("; 1 job is ahead");
    assertThat(run.out())
        .contains("Then:\n  - 1 job is ahead in root.partners.slow\n")
        .endsWith("It has 0 containers and asks for 5 more.\n");
    Map<String, Object> json = Json.object(command("explain", second, "--json").out());
    assertThat(json).containsEntry("waitingFor", 5);
    assertThat(Json.list(json, "reasons").get(0)).containsEntry("kind", "NO_ROOM");
    assertThat(command("explain", "987654").exit()).isEqualTo(2);
  }

  @Test
  void explainOfAnEndedJobSaysSo() throws IOException {
    long id = submitted("over.log");
    system.ledger().complete(id);

    assertThat(command("explain", id).out())
        .startsWith("Job " + id + " in root.partners.default: it has ended: COMPLETED")
        .hasLineCount(1);
  }

  @Test
  void anUnknownJobIsRefused() {
    Run run = command("job", "987654");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("must be the id of a job, was \"987654\"");
  }

  @Test
  void whereNothingRunsTheErrorSaysHowToStart() {
    Run run = Run.command("jobs", "--home", dir.resolve("nowhere"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no system runs here").contains("./millrace up");
  }

  @Test
  void endpointsOfAKilledSystemSayThatNothingRuns() throws IOException {
    Path home = Files.createDirectories(dir.resolve("killed"));
    Files.writeString(home.resolve("endpoints.json"), "{\"console\": \"http://127.0.0.1:1\"}");
    Files.writeString(home.resolve("admin-password"), "secret\n");

    Run run = Run.command("jobs", "--home", home);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no system runs here").doesNotContain("secret");
  }

  @Test
  void aLargeFileIsRefusedBeforeItIsSent() throws IOException {
    Path large = dir.resolve("large.log");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(300L << 20);
    }
    Run run = command("submit", "--pipeline", "none", large);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("pipeline: must be a loaded pipeline, was \"none\"");
  }

  @Test
  void parseReadsAsTheSourceIsDeclared() throws IOException {
    Path log =
        file("parse.log", "{\"time\":\"2026-11-21T13:00:00Z\",\"level\":\"INFO\"}\nnot json\n");

    Run run = command("parse", "--source", "acme", "--json", log);

    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(Json.map(Json.object(lines.get(0)), "fields")).containsEntry("level", "INFO");
    assertThat(Json.object(lines.get(1))).containsEntry("line", 2).containsKey("reject");
  }

  @Test
  void workersAreDrainedAndResumed() {
    Run drain = command("workers", "drain", "main", "nobody");
    assertThat(drain.exit()).isEqualTo(2);
    assertThat(drain.out()).contains("Worker main is draining: 2 containers left");
    assertThat(drain.err()).contains("must be the name of a worker that runs, was \"nobody\"");
    assertThat(command("workers").out()).contains("DRAINING").contains("drained by admin");

    assertThat(command("workers", "resume", "main").out()).contains("main gets work again");
    Run again = command("workers", "resume", "main");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("only a worker that is drained can be resumed");
  }

  @Test
  void aQueueIsGivenOtherSettingsAndTheDifferenceIsPrinted() throws IOException {
    Run run = command("queues", "set", "root.partners.set", "weight=3", "maxShare.memory=1Gi");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("root.partners.set: weight 1 becomes 3");
    assertThat(Files.readString(dir.resolve("a home/millrace.yaml")))
        .contains("root.partners.set: {weight: 3, maxShare: {memory: 1Gi}}");
    assertThat(command("queues", "set", "root.partners.set", "weight=").out())
        .contains("root.partners.set: weight 3 becomes 1");

    Run wrong = command("queues", "set", "root.partners.set", "weight=heavy");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("must be a number, for example 2.5, was \"heavy\"");
    assertThat(command("queues", "set", "root.partners.set").exit()).isEqualTo(2);
    assertThat(command("queues", "set", "root.partners.set", "weight").exit()).isEqualTo(2);
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(Run.command("jobz").exit()).isEqualTo(2);
    assertThat(Run.command().exit()).isEqualTo(2);
    assertThat(Run.command("submit").exit()).isEqualTo(2);
  }

  @Test
  void everyCommandHasHelp() {
    for (String name :
        List.of(
            "submit", "jobs", "job", "cancel", "move", "queues", "explain", "stages", "parse",
            "version")) {
      Run run = Run.command(name, "--help");
      assertThat(run.exit()).isZero();
      assertThat(run.out()).contains("Usage: millrace " + name);
      assertThat(Run.command("help", name).out()).isEqualTo(run.out());
    }
  }

  private static Run waitFor(String name, LongConsumer end) throws IOException {
    Path file = file(name, name);
    CompletableFuture<Run> waiting =
        CompletableFuture.supplyAsync(() -> command("submit", "--wait", file));
    long id =
        Awaitility.await()
            .until(
                () ->
                    system.ledger().list(new JobFilter(List.of(), 0, 500)).stream()
                        .filter(job -> job.input().name().equals(name))
                        .mapToLong(job -> job.id())
                        .findFirst()
                        .orElse(0),
                found -> found > 0);
    end.accept(id);
    return waiting.join();
  }

  private static long submitted(String name) throws IOException {
    Run run = command("submit", "--json", file(name, name));
    assertThat(run.exit()).as(run.err()).isZero();
    return Json.number(Json.object(run.out()), "id");
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static Run command(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--home";
    all[args.length + 1] = system.home().dir();
    return Run.command(all);
  }
}
