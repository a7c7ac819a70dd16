package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.cli.CommandRun;
import org.millrace.manager.support.RunningSystem;

/** What a person does about dead tasks, by the command line, in a real system. */
class DeadLetterIT {
  private static final String ROUTE =
      """
      - route:
          id: letters-read
          group: letters
          from:
            uri: stage:read
            steps:
              - setBody: {constant: "good,bad"}
              - split:
                  tokenize: {token: ","}
                  steps:
                    - to: {uri: "stage:check"}
      - route:
          id: letters-check
          group: letters
          from:
            uri: stage:check
            parameters: {maxAttempts: 1}
            steps:
              - choice:
                  when:
                    - simple: "${body} == 'bad'"
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: "no such user"
      """;

  @TempDir Path dir;

  private Server server;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(dir.resolve("routes"));
    Files.writeString(dir.resolve("routes/letters.yaml"), ROUTE);
    Files.writeString(
        dir.resolve("millrace.yaml"), "millrace: {sources: {acme: {pipeline: letters}}}");
    server =
        Server.start(
            RunningSystem.options(dir, "--port", "0", "--s3-port", "0"), Set.of(), Main.PARTS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void deadTasksAreListedShownReplayedAndDiscarded() throws Exception {
    long job = failed("one");

    CommandRun list = run("dead", "--job", job, "--error", "SUCH");
    assertThat(list.out()).contains("check").contains("no such user").contains("root.partners");
    String letter = letter(job);
    CommandRun shown = run("dead", letter);
    assertThat(shown.out()).contains("Body (text/plain").contains("\nbad\n").contains("ATTEMPT");
    assertThat(run("dead", letter, "--json").out()).contains("\"encoding\":\"text\"");

    assertThat(run("dead", "replay", "--job", job).err()).contains("1 dead task would be replayed");
    assertThat(run("dead", "replay", "--job", job, "--yes").out()).contains("1 dead task replayed");
    await(job, JobState.FAILED);
    CommandRun gone = run("dead", "replay", letter);
    assertThat(gone.exit()).isEqualTo(2);
    assertThat(gone.err()).contains("dead letter " + letter).contains("no such letter");

    assertThat(run("dead", "discard", letter(job)).out()).contains("1 dead task discarded");
    await(job, JobState.COMPLETED);
    assertThat(run("job", job).out()).contains("1 dead task was discarded");
    assertThat(run("dead").out()).contains("No dead tasks");
  }

  @Test
  void aBodyIsEditedAndReplayed() throws Exception {
    long job = failed("three");
    String letter = letter(job);
    CommandRun body = run("dead", letter, "--body");
    assertThat(body.out()).isEqualTo("bad");
    Path file = Files.writeString(dir.resolve("body.txt"), "better");

    assertThat(run("dead", "replay", "--job", job, "--body", file, "--yes").exit()).isEqualTo(2);
    assertThat(run("dead", "replay", letter, "--body", dir.resolve("none")).exit()).isEqualTo(2);
    CommandRun replayed = run("dead", "replay", letter, "--body", file);
    assertThat(replayed.out()).as(replayed.err()).contains("1 dead task replayed");
    await(job, JobState.COMPLETED);
    assertThat(run("audit").out()).contains("dead-letters.replay");
    assertThat(run("dead", "replay", letter, "--body", file).exit()).isEqualTo(2);
  }

  @Test
  void aFailedJobIsRetriedAndAnyEndedJobRunAgain() throws Exception {
    long job = failed("two");
    Files.writeString(dir.resolve("routes/letters.yaml"), ROUTE.replace("== 'bad'", "== 'never'"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              CommandRun retry = run("retry", job);
              if (retry.exit() == 0) {
                Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> state(job) != JobState.ACTIVE);
              }
              return state(job) == JobState.COMPLETED;
            });

    // Its input lies in the archive now.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(dir.resolve("buckets/archive/acme/" + job + "/two")));
    CommandRun again = run("replay", job);

    assertThat(again.out()).as(again.err()).contains("Job " + job + " runs again as job ");
    long second = Long.parseLong(again.out().replaceAll("(?s).*as job (\\d+).*", "$1"));
    await(second, JobState.COMPLETED);
    assertThat(run("pause", second).err()).contains("only a job that has not ended");
    assertThat(run("resume", second).exit()).isEqualTo(2);
    assertThat(run("retry", second).err()).contains("has no dead task");
  }

  private long failed(String name) throws Exception {
    Path inbox = Files.createDirectories(dir.resolve("buckets/inbox/acme"));
    Files.writeString(inbox.resolve(name), name);
    JobLedger ledger = server.context().getBean(JobLedger.class);
    JobFilter failed = new JobFilter(List.of(JobState.FAILED), 0, 1);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !ledger.list(failed).isEmpty());
    return ledger.list(failed).get(0).id();
  }

  private String letter(long job) {
    return run("dead", "--job", job, "--json")
        .out()
        .replaceAll("(?s).*?\"id\":(\\d+).*", "$1")
        .strip();
  }

  private void await(long job, JobState state) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> state(job) == state);
  }

  private JobState state(long job) {
    return server.context().getBean(JobLedger.class).find(job).map(Job::state).orElseThrow();
  }

  private CommandRun run(Object... args) {
    Object[] all = new Object[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--home";
    all[args.length + 1] = dir;
    return CommandRun.of(all);
  }
}
