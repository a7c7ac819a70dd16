package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobReplays.Terms;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.Retention;
import org.millrace.engine.ledger.RetentionRules;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.ledger.StartingPoint;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.replay.Origin;
import org.millrace.engine.task.TaskContext;

/** Jobs that do another one anew, from the start or from a stage on, on every database. */
abstract class JobReplayContract {
  private static final Duration AT_ONCE = Duration.ZERO;

  private EngineHarness harness;
  private Retention retention;
  private final Queue<String> words = new ConcurrentLinkedQueue<>();
  private final Queue<String> sums = new ConcurrentLinkedQueue<>();
  private volatile boolean broken;

  abstract Database database();

  /** cut → word (a task for each word, as a piece of the input) → sum, when all are done → last. */
  @BeforeEach
  void start() throws Exception {
    harness =
        new EngineHarness(
            database(),
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(noErrorHandler());
                from("stage:cut")
                    .process(
                        each ->
                            each.getMessage()
                                .setBody(pieces(each.getMessage().getBody(ObjectRef.class))))
                    .split(body())
                    .to("stage:word", "stage:log");
                from("stage:log").to("log:x?level=OFF");
                from("stage:word?keepInputs=true&maxAttempts=1")
                    .process(
                        exchange -> {
                          String word = read(exchange.getMessage().getBody(Map.class));
                          if (broken && word.equals("bad")) {
                            throw new IllegalStateException("bad word");
                          }
                          words.add(word);
                          exchange.getMessage().setBody(word);
                        })
                    .to("stage:sum");
                from("stage:sum?after=word")
                    .process(
                        exchange -> {
                          List<String> all = new ArrayList<>();
                          exchange
                              .getMessage()
                              .getBody(Iterable.class)
                              .forEach(each -> all.add((String) each));
                          String sum = all.stream().sorted().collect(Collectors.joining(","));
                          sums.add(sum);
                          TaskContext.of(exchange)
                              .result("sum.txt", out -> out.write(sum.getBytes()));
                          exchange.getMessage().setBody(sum);
                        })
                    .to("stage:last");
                from("stage:last").to("log:x?level=OFF");
              }
            });
    retention = new Retention(harness.db, harness.objects, () -> rules, Clock.systemUTC());
  }

  private RetentionRules rules = keeping(Optional.of(AT_ONCE));

  private static RetentionRules keeping(Optional<Duration> completedData) {
    return new RetentionRules(
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        completedData);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private List<Map<String, Object>> pieces(ObjectRef input) throws IOException {
    List<Map<String, Object>> pieces = new ArrayList<>();
    int from = 0;
    for (String word : text(input, 0, input.size()).split(" ")) {
      pieces.add(Map.of("object", input, "from", from, "to", from + word.length()));
      from += word.length() + 1;
    }
    return pieces;
  }

  private String read(Map<?, ?> piece) throws IOException {
    ObjectRef object = Json.MAPPER.convertValue(piece.get("object"), ObjectRef.class);
    return text(
        object, ((Number) piece.get("from")).longValue(), ((Number) piece.get("to")).longValue());
  }

  private String text(ObjectRef object, long from, long to) throws IOException {
    try (InputStream in = harness.objects.read(object, from, to)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private long completed(String text) throws Exception {
    long id = harness.open("cut", "a", text);
    harness.runUntil(id, JobState.COMPLETED);
    harness.cycle();
    return id;
  }

  private JobReplays replays() {
    return harness.engine.replays();
  }

  private Terms terms(long job) {
    return new Terms(harness.job(job).input(), Disposal.KEEP, "ann");
  }

  private long from(long job, String stage) {
    JobReplays.Answer answer = replays().from(harness.job(job), stage, terms(job));
    assertThat(answer.refusal()).isEmpty();
    return answer.job().orElseThrow();
  }

  private String refusal(long job, String stage) {
    return replays().from(harness.job(job), stage, terms(job)).refusal().orElseThrow();
  }

  private Map<String, Long> done(long job) {
    return harness.job(job).stages().stream()
        .collect(Collectors.toMap(StageProgress::name, StageProgress::done));
  }

  private void sweepAll() {
    while (retention.sweep() > 0) {}
  }

  @Test
  void aJobRunsAgainFromTheStartBesideTheFirst() throws Exception {
    long first = completed("b a");

    long second = replays().again(harness.job(first), terms(first)).job().orElseThrow();
    long third = replays().again(harness.job(first), terms(first)).job().orElseThrow();

    harness.runUntil(second, JobState.COMPLETED);
    harness.runUntil(third, JobState.COMPLETED);
    assertThat(sums).containsExactly("a,b", "a,b", "a,b");
    assertThat(harness.job(second).owner()).isEqualTo("ann");
    assertThat(harness.job(second).origin()).contains(new Origin(first, Optional.empty()));
    assertThat(harness.open("cut", harness.job(first).input()))
        .as("intake knows the object")
        .isEqualTo(first);
  }

  @Test
  void aJobBeginsAtABarrierWithThePartsOfAnother() throws Exception {
    long first = completed("b a c");

    long second = from(first, "sum");
    Job again = harness.runUntil(second, JobState.COMPLETED);

    assertThat(sums).containsExactly("a,b,c", "a,b,c");
    assertThat(words).as("not run again").hasSize(3);
    assertThat(done(second)).isEqualTo(Map.of("sum", 1L, "last", 1L));
    assertThat(again.origin()).contains(new Origin(first, Optional.of("sum")));
    assertThat(again.results()).hasSize(1);
    assertThat(harness.job(first).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aJobBeginsAtAStageThatKeepsItsInputsWithAllOfThem() throws Exception {
    String text = IntStream.range(0, 700).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    long first = completed(text);

    long second = from(first, "word");
    harness.runUntil(second, JobState.COMPLETED);

    assertThat(done(second)).isEqualTo(Map.of("word", 700L, "sum", 1L, "last", 1L));
    assertThat(words).hasSize(1400);
    assertThat(sums.stream().distinct()).hasSize(1);
  }

  @Test
  void moreThanACycleSendsIsSentOverSeveral() throws Exception {
    long first = completed("a");
    ObjectRef input = harness.job(first).input();
    byte[] piece = Json.bytes(Map.of("object", input, "from", 0, "to", 1));
    harness
        .db
        .jdbc()
        .sql(
            """
        insert into kept_input (job_id, stage, uid, headers, content_type, body)
        select :job, 'word', %s, null, 'application/json', :body from %s
        """
                .formatted(newId(), series(1, 12_000)))
        .param("job", first)
        .param("body", piece)
        .update();
    harness.engine.dispatcher().dispatch();

    long second = from(first, "word");
    harness.engine.dispatcher().dispatch();
    assertThat(rows("restoring", second)).as("there is more").isEqualTo(1);
    assertThat(harness.job(second).stages())
        .extracting(StageProgress::created)
        .containsExactly(12_001L);
    harness.runUntil(second, JobState.COMPLETED);

    assertThat(done(second)).containsEntry("word", 12_001L);
    assertThat(rows("restoring", second)).isZero();
  }

  abstract String newId();

  abstract String series(int from, int to);

  @Test
  void whatWasKeptLeadsToWhereTheInputIsNow() throws Exception {
    long first = completed("b a");
    ObjectRef input = harness.job(first).input();
    assertThat(harness.objects.move(input, "archive", "a")).isTrue();
    Terms moved =
        new Terms(harness.objects.find("archive", "a").orElseThrow(), Disposal.KEEP, "ann");

    long second = replays().from(harness.job(first), "word", moved).job().orElseThrow();
    harness.runUntil(second, JobState.COMPLETED);
    long third = replays().from(harness.job(second), "word", moved).job().orElseThrow();
    harness.runUntil(third, JobState.COMPLETED);

    assertThat(sums).containsExactly("a,b", "a,b", "a,b");
    assertThat(harness.job(third).origin())
        .as("the same inputs")
        .contains(new Origin(first, Optional.of("word")));
  }

  @Test
  void whatBeganAtAStageCanBeRunAgainFromALaterOne() throws Exception {
    long second = from(completed("b a"), "word");
    harness.runUntil(second, JobState.COMPLETED);
    harness.cycle();

    long third = from(second, "sum");
    harness.runUntil(third, JobState.COMPLETED);

    assertThat(harness.job(third).origin()).contains(new Origin(second, Optional.of("sum")));
    assertThat(sums).containsExactly("a,b", "a,b", "a,b");
    assertThat(refusal(third, "word")).contains("no task came to it");
  }

  @Test
  void aTaskThatDiedAndWasReplayedIsKeptOnce() throws Exception {
    broken = true;
    long first = harness.open("cut", "a", "b bad");
    harness.runUntil(first, JobState.FAILED);
    assertThat(refusal(first, "sum")).contains("retry " + first);
    broken = false;
    long letter = harness.engine.deadLetters().list(Filter.ofJob(first), 0, 9).get(0).id();
    harness.engine.deadLetters().replay(List.of(letter), Optional.empty());
    harness.runUntil(first, JobState.COMPLETED);
    harness.cycle();

    harness.runUntil(from(first, "word"), JobState.COMPLETED);

    assertThat(sums).containsExactly("b,bad", "b,bad");
  }

  @Test
  void aDiscardedTaskIsMissingFromTheReplayToo() throws Exception {
    broken = true;
    long first = harness.open("cut", "a", "b bad");
    harness.runUntil(first, JobState.FAILED);
    long letter = harness.engine.deadLetters().list(Filter.ofJob(first), 0, 9).get(0).id();
    harness.engine.deadLetters().discard(List.of(letter));
    harness.runUntil(first, JobState.COMPLETED);
    harness.cycle();

    harness.runUntil(from(first, "word"), JobState.COMPLETED);

    assertThat(sums).containsExactly("b", "b");
  }

  @Test
  void whatCannotBeBegunIsRefusedWithTheReason() throws Exception {
    long job = harness.open("cut", "a", "b a");
    assertThat(refusal(job, "sum")).contains("has not ended");
    harness.runUntil(job, JobState.COMPLETED);
    harness.cycle();

    assertThat(refusal(job, "summ"))
        .contains("must be a stage of pipeline cut")
        .contains("did you mean sum?");
    assertThat(refusal(job, "last")).contains("keeps no inputs").contains("keepInputs");
    assertThat(replays().points(harness.job(job)))
        .filteredOn(StartingPoint::isOpen)
        .extracting(StartingPoint::stage)
        .containsExactly("word", "sum");

    harness
        .db
        .jdbc()
        .sql("delete from kept_input where uid = (select uid from kept_input order by uid limit 1)")
        .update();
    assertThat(refusal(job, "word")).contains("1 of its tasks had run before");

    long other = harness.open("cut", "b", "c");
    assertThat(harness.engine.ledger().cancel(other, "enough")).isTrue();
    assertThat(refusal(other, "sum")).contains("was cancelled");
  }

  @Test
  void aStageThatWasNoBarrierThenHasNoPartsToBeginWith() throws Exception {
    long job = completed("b a");
    harness
        .db
        .jdbc()
        .sql("update job_stage set created = 2, done = 2 where job_id = :job and stage = 'sum'")
        .param("job", job)
        .update();

    assertThat(refusal(job, "sum")).contains("did not wait for others");
  }

  @Test
  void aStageWhoseSuccessorsGetTasksFromElsewhereIsRefused() throws Exception {
    harness.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:one").to("stage:two", "stage:three");
            from("stage:two?keepInputs=true").to("stage:three");
            from("stage:three?after=two").to("log:x?level=OFF");
          }
        });
    long job = harness.open("one", "x", "y");
    harness.runUntil(job, JobState.COMPLETED);
    harness.cycle();

    assertThat(refusal(job, "two")).contains("stage three after it also gets tasks from one");
    harness.runUntil(from(job, "three"), JobState.COMPLETED);
  }

  @Test
  void whatIsKeptGoesInTimeButNotFromUnderAJobThatBeganWithIt() throws Exception {
    long first = completed("b a");
    rules = keeping(Optional.empty());
    sweepAll();
    long second = from(first, "sum");
    assertThat(harness.engine.runs().pause(second)).isTrue();
    rules = keeping(Optional.of(AT_ONCE));
    sweepAll();
    assertThat(rows("part", first)).as("held").isEqualTo(2);

    harness.engine.runs().resume(second);
    harness.runUntil(second, JobState.COMPLETED);
    harness.cycle();
    sweepAll();
    aged(second);
    sweepAll();

    assertThat(rows("part", first) + rows("kept_input", first)).isZero();
    assertThat(refusal(first, "sum"))
        .contains("not there any more")
        .contains("retention.completedData");
  }

  @Test
  void aJobWhoseDataIsHeldIsNotForgotten() throws Exception {
    long first = completed("b a");
    long second = from(first, "sum");
    harness.engine.runs().pause(second);
    harness.objects.deleteAll("inbox", "a");
    rules =
        new RetentionRules(
            Optional.of(AT_ONCE),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(AT_ONCE));
    sweepAll();
    assertThat(harness.engine.ledger().find(first)).isPresent();

    harness.engine.runs().resume(second);
    harness.runUntil(second, JobState.COMPLETED);
    assertThat(sums).containsExactly("a,b", "a,b");
  }

  @Test
  void whatCameWithASubmissionIsThereForAReplayAndGoesInTime() throws Exception {
    ObjectRef upload =
        harness.objects.write("work", "uploads/1/a", out -> out.write("a".getBytes()));
    long first = harness.open("cut", upload);
    harness.runUntil(first, JobState.COMPLETED);
    harness.cycle();
    long second = replays().again(harness.job(first), terms(first)).job().orElseThrow();
    sweepAll();
    assertThat(harness.objects.find("work", "uploads/1/a")).as("the second needs it").isPresent();

    harness.runUntil(second, JobState.COMPLETED);
    harness.cycle();
    sweepAll();
    assertThat(replays().again(harness.job(second), terms(first)).refusal()).isPresent();
    aged(second);
    sweepAll();

    assertThat(harness.objects.find("work", "uploads/1/a")).isEmpty();
    assertThat(replays().again(harness.job(first), terms(first)).refusal()).isPresent();
  }

  private void aged(long job) {
    harness
        .db
        .jdbc()
        .sql("update job set finished_at = finished_at - interval '2' hour where id = :job")
        .param("job", job)
        .update();
    sweepAll();
  }

  @Test
  void aCancelledJobLeavesNothingBehind() throws Exception {
    long first = completed("b a");
    long second = from(first, "word");
    harness.engine.runs().pause(second);
    harness.cycle();
    assertThat(harness.engine.ledger().cancel(second, "enough")).isTrue();
    harness.cycle();
    harness.cycle();

    assertThat(
            rows("restoring", second)
                + rows("kept_input", second)
                + rows("part", second)
                + rows("task", second))
        .isZero();
  }

  private long rows(String table, long job) {
    return harness
        .db
        .jdbc()
        .sql("select count(*) from " + table + " where job_id = :job")
        .param("job", job)
        .query(Long.class)
        .single();
  }
}
