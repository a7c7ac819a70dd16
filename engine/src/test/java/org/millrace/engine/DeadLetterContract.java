package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.BodyEdit;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetter.Answer;
import org.millrace.engine.ledger.DeadLetter.Count;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.BadInputException;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.ClaimCheck;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.TaskContext;

/** What people may do with dead tasks, and with the jobs they belong to, on every database. */
abstract class DeadLetterContract {
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch hold = new CountDownLatch(1);
  private EngineHarness harness;

  abstract Database database();

  @AfterEach
  void close() {
    hold.countDown();
    if (harness != null) {
      harness.close();
    }
  }

  /** words → (one task a word) count → report after count; a broken word fails at count. */
  private void start() throws Exception {
    harness =
        new EngineHarness(
            database(),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:words")
                    .routeGroup("word-count")
                    .process(
                        exchange -> {
                          String key = exchange.getMessage().getBody(ObjectRef.class).key();
                          exchange.getMessage().setBody(List.of(key.split("-")));
                        })
                    .split(body())
                    .to("stage:count");
                from("stage:count?maxAttempts=2&backoff=10ms")
                    .process(exchange -> count(exchange.getMessage().getBody(String.class)))
                    .to("stage:report");
                from("stage:report?after=count&maxAttempts=1")
                    .process(
                        exchange -> {
                          count("report");
                          List<String> parts = new ArrayList<>();
                          exchange
                              .getMessage()
                              .getBody(Iterable.class)
                              .forEach(each -> parts.add("" + each));
                          String text = parts.stream().sorted().collect(Collectors.joining(","));
                          TaskContext.of(exchange)
                              .result("report.txt", out -> out.write(text.getBytes()));
                        });
              }
            });
  }

  private void count(String word) throws InterruptedException {
    if (word.startsWith("hold")) {
      hold.await(20, TimeUnit.SECONDS);
    }
    if (word.startsWith("slow")) {
      hold.await(10, TimeUnit.MILLISECONDS);
    }
    if (broken.contains(word)) {
      throw word.endsWith("input")
          ? new BadInputException("bad: " + word)
          : new IllegalStateException("cannot count\n\"" + word + "\"");
    }
    seen.add(word);
  }

  private DeadLetters letters() {
    return harness.engine.deadLetters();
  }

  private List<Long> ids(long job) {
    return letters().list(Filter.ofJob(job), 0, 100).stream().map(DeadLetter::id).toList();
  }

  private Answer replay(long job) {
    return letters().replay(ids(job), Optional.empty());
  }

  private long failed(String key) throws Exception {
    long id = harness.open("word-count", key, "");
    harness.runUntil(id, JobState.FAILED);
    return id;
  }

  private String report(long job) throws Exception {
    ObjectRef object = harness.objects.find("results", job + "/report.txt").orElseThrow();
    return new String(harness.objects.read(object, 0, object.size()).readAllBytes());
  }

  private StageProgress stage(long job, String name) {
    return harness.job(job).stages().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTaskIsReplayedWithAnotherBodyAndItsHistorySaysWhoWroteIt() throws Exception {
    broken.addAll(Set.of("b", "worse"));
    start();
    long job = failed("a-b");
    Answer edited = edit(ids(job).get(0), "worse");
    assertThat(edited.refused()).isEmpty();
    harness.runUntil(job, JobState.FAILED);

    List<Failure> history = letters().find(ids(job).get(0)).orElseThrow().history();
    assertThat(history).extracting(Failure::attempt).containsExactly(1, 2, 0, 1, 2);
    assertThat(history.get(2).error()).contains("ann changed the body").contains("5 bytes");
    assertThat(edit(ids(job).get(0), "better").done()).isOne();
    harness.runUntil(job, JobState.COMPLETED);
    assertThat(seen).contains("better").doesNotContain("b", "worse");
  }

  @Test
  void onlyTextAndJsonGetAnotherBodyAndOnlyOfTheirKind() throws Exception {
    broken.add("report");
    start();
    long job = failed("a-b");
    assertThat(edit(ids(job).get(0), "text").refused())
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("only text and JSON can be edited"));

    Body json = Body.of(List.of("word"));
    Body large = new ClaimCheck(harness.objects).checkIn("k", Body.of("x".repeat(70_000)));
    assertThat(BodyEdit.fixed(json)).isNull();
    assertThat(BodyEdit.fixed(large)).contains("lies in an object");
    for (String wrong : List.of("", "[1", "[1] [2]", "x")) {
      assertThat(wrongFor(job, json, wrong)).as(wrong).contains("the new body must be JSON");
    }
    assertThat(wrongFor(job, Body.of("text"), "x".repeat(70_000))).contains("and has 70000");
  }

  private String wrongFor(long job, Body body, String text) {
    long id = ids(job).get(0);
    harness
        .db
        .jdbc()
        .sql("update dead_letter set content_type = :type, body = :body where id = :id")
        .param("type", body.contentType())
        .param("body", body.bytes())
        .param("id", id)
        .update();
    return edit(id, text).refused().get(0).reason();
  }

  private Answer edit(long id, String text) {
    return letters().replay(id, Optional.empty(), new BodyEdit(text, "ann", Instant.EPOCH));
  }

  @Test
  void aReplayedTaskOpensTheBarrierThatItHeldBackAndItsFailedJobCompletes() throws Exception {
    start();
    broken.add("b");
    long job = failed("a-b-c");
    assertThat(seen).doesNotContain("report");

    broken.clear();
    assertThat(replay(job)).isEqualTo(new Answer(1, List.of()));

    assertThat(harness.job(job).state()).isEqualTo(JobState.ACTIVE);
    Job done = harness.runUntil(job, JobState.COMPLETED);
    assertThat(done.error()).isEmpty();
    assertThat(report(job)).isEqualTo("a,b,c");
    assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "report");
    StageProgress count = stage(job, "count");
    assertThat(List.of(count.created(), count.done(), count.dead())).containsExactly(3L, 3L, 0L);
    assertThat(ids(job)).isEmpty();
    List<ObjectRef> left = new ArrayList<>();
    harness.objects.list("work", "", left::add);
    assertThat(left).as("intermediate objects").isEmpty();
  }

  @Test
  void aReplayedTaskHasAllItsAttemptsAgainAndKeepsItsHistory() throws Exception {
    start();
    broken.add("b");
    long job = failed("b");
    DeadLetter first = letters().list(Filter.ALL, 0, 10).get(0);
    assertThat(first.error()).isEqualTo("IllegalStateException: cannot count \"b\"");
    assertThat(first.stage()).isEqualTo("count");
    assertThat(first.queue()).isEqualTo("root.partners.acme");

    replay(job);
    harness.runUntil(job, JobState.FAILED);

    DeadLetter again = letters().list(Filter.ALL, 0, 10).get(0);
    assertThat(again.id()).isNotEqualTo(first.id());
    assertThat(again.attempts()).isEqualTo(2);
    DeadLetter.Content content = letters().find(again.id()).orElseThrow();
    assertThat(content.history()).extracting(Failure::attempt).containsExactly(1, 2, 1, 2);
    assertThat(content.history()).extracting(Failure::node).containsOnly("n1");
    assertThat(content.body().decode()).isEqualTo("b");
    assertThat(letters().find(first.id())).isEmpty();
  }

  @Test
  void aDeadBarrierTaskIsReplayedOverTheSameParts() throws Exception {
    start();
    broken.add("report");
    long job = failed("a-b");
    broken.clear();
    assertThat(letters().replay(ids(job), Optional.of("count")).refused())
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("can run nowhere else"));

    assertThat(replay(job).done()).isEqualTo(1);

    harness.runUntil(job, JobState.COMPLETED);
    assertThat(report(job)).isEqualTo("a,b");
  }

  @Test
  void aDiscardedTaskCountsAsDoneAndTheJobSaysWhatIsMissing() throws Exception {
    start();
    broken.addAll(List.of("b", "c"));
    long job = failed("a-b-c");
    List<Long> ids = ids(job);

    assertThat(letters().discard(ids.subList(0, 1)).done()).isEqualTo(1);
    Job stillFailed = harness.runUntil(job, JobState.FAILED);
    assertThat(stillFailed.error().orElseThrow()).startsWith("1 task is dead");
    assertThat(letters().discard(ids.subList(1, 2)).done()).isEqualTo(1);

    Job done = harness.runUntil(job, JobState.COMPLETED);
    assertThat(report(job)).isEqualTo("a");
    assertThat(done.error())
        .contains("2 dead tasks were discarded: what they would have done is missing");
    assertThat(ids(job)).isEmpty();
  }

  @Test
  void ofTwoPeopleWhoReplayAtOnceOneDoes() throws Exception {
    start();
    broken.add("b");
    long job = failed("b");
    broken.clear();
    List<Long> ids = ids(job);
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Answer> person =
        () -> {
          together.await(10, TimeUnit.SECONDS);
          return letters().replay(ids, Optional.empty());
        };
    ExecutorService people = Executors.newFixedThreadPool(2);
    try {
      Future<Answer> one = people.submit(person);
      Future<Answer> other = people.submit(person);
      List<Answer> answers = List.of(one.get(), other.get());
      assertThat(answers).extracting(Answer::done).containsExactlyInAnyOrder(0, 1);
      assertThat(answers)
          .filteredOn(each -> each.done() == 0)
          .flatExtracting(Answer::refused)
          .singleElement()
          .satisfies(each -> assertThat(each.reason()).contains("no such letter"));
    } finally {
      people.shutdownNow();
    }
    harness.runUntil(job, JobState.COMPLETED);
    assertThat(seen).containsExactlyInAnyOrder("b", "report");
  }

  @Test
  void aTaskOfACancelledJobIsNotReplayedAndCanBeDiscarded() throws Exception {
    start();
    broken.add("b");
    long job = harness.open("word-count", "b-hold", "");
    runUntilDead(job, 1);
    harness.engine.ledger().cancel(job, "not wanted");

    Answer answer = replay(job);

    assertThat(answer.done()).isZero();
    assertThat(answer.refused().get(0).reason()).contains("its job " + job + " was cancelled");
    assertThat(letters().discard(ids(job)).done()).isEqualTo(1);
    assertThat(harness.job(job).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aTaskOfAJobThatStillRunsIsReplayedToo() throws Exception {
    start();
    broken.add("b");
    long job = harness.open("word-count", "b-hold", "");
    runUntilDead(job, 1);
    broken.clear();

    assertThat(replay(job).done()).isEqualTo(1);
    hold.countDown();

    harness.runUntil(job, JobState.COMPLETED);
    assertThat(report(job)).isEqualTo("b,hold");
  }

  @Test
  void aTaskGoesToAnotherStageOfItsPipelineAndToNoOther() throws Exception {
    start();
    broken.add("b");
    long job = failed("b");
    Answer wrong = letters().replay(ids(job), Optional.of("wrods"));
    assertThat(wrong.refused().get(0).reason()).contains("did you mean words?");
    assertThat(letters().replay(ids(job), Optional.of("report")).refused().get(0).reason())
        .contains("gets its one task by itself");
    assertThat(harness.job(job).state()).isEqualTo(JobState.FAILED);

    assertThat(letters().replay(ids(job), Optional.of("words")).done()).isEqualTo(1);

    // The stage wants an object and gets a word.
    harness.runUntil(job, JobState.FAILED);
    assertThat(letters().list(Filter.ofJob(job), 0, 10).get(0).stage()).isEqualTo("words");
    assertThat(stage(job, "count").created()).isZero();
  }

  @Test
  void aJobWhoseInputIsBadOrGoneDoesNotGoOn() throws Exception {
    start();
    broken.add("b");
    broken.add("holdinput");
    long rejected = harness.open("word-count", "b-holdinput", "");
    runUntilDead(rejected, 1);
    hold.countDown();
    harness.runUntil(rejected, JobState.FAILED);
    assertThat(replay(rejected).refused().get(0).reason()).contains("its input is bad");
    long other = failed("b");

    harness.objects.deleteAll("inbox", "b");

    Answer gone = replay(other);
    assertThat(gone.done()).isZero();
    assertThat(gone.refused().get(0).reason()).contains("inbox/b").contains("no longer there");
  }

  @Test
  void lettersAreFoundByJobStageQueueErrorAndTimeAPageAtATime() throws Exception {
    start();
    broken.addAll(List.of("b", "c", "d"));
    long one = failed("b-c");
    long two = failed("d");
    Optional<String> none = Optional.empty();

    assertThat(letters().count(Filter.ALL)).isEqualTo(new Count(3, false));
    assertThat(letters().count(Filter.ofJob(one))).isEqualTo(new Count(2, false));
    assertThat(letters().count(filter(Optional.of("count"), none, none)))
        .isEqualTo(new Count(3, false));
    assertThat(letters().count(filter(Optional.of("words"), none, none)))
        .isEqualTo(new Count(0, false));
    assertThat(letters().count(filter(none, Optional.of("root.partners"), none)))
        .isEqualTo(new Count(3, false));
    assertThat(letters().count(filter(none, Optional.of("root.part"), none)))
        .isEqualTo(new Count(0, false));
    assertThat(letters().list(filter(none, none, Optional.of("COUNT \"D\"")), 0, 10))
        .extracting(DeadLetter::jobId)
        .containsExactly(two);
    Filter later =
        new Filter(Optional.empty(), none, none, none, Optional.of(Instant.now().plusSeconds(60)));
    assertThat(letters().count(later)).isEqualTo(new Count(0, false));
    List<DeadLetter> first = letters().list(Filter.ALL, 0, 2);
    List<DeadLetter> rest = letters().list(Filter.ALL, first.get(1).id(), 2);
    assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void aPausedJobsTasksStayWhileAnotherJobOfTheQueueGoesOn() throws Exception {
    start();
    String words =
        IntStream.range(0, 120).mapToObj(i -> "slow" + i).collect(Collectors.joining("-"));
    long paused = harness.open("word-count", words, "");
    runUntil(() -> seen.size() > 2);
    assertThat(harness.engine.runs().pause(paused)).isTrue();
    assertThat(harness.engine.runs().pause(paused)).isFalse();
    long other = harness.open("word-count", "o-p", "");

    harness.runUntil(other, JobState.COMPLETED);
    assertThat(harness.job(paused).state()).isEqualTo(JobState.PAUSED);
    assertThat(stage(paused, "count").done()).isLessThan(120);

    assertThat(harness.engine.runs().resume(paused)).isTrue();
    assertThat(harness.engine.runs().resume(paused)).isFalse();
    harness.runUntil(paused, JobState.COMPLETED);
    assertThat(report(paused).split(",")).hasSize(120).doesNotHaveDuplicates();
    assertThat(seen).filteredOn(each -> each.startsWith("slow")).hasSize(120);
  }

  @Test
  void aJobPausedBeforeItsTurnBeginsWhenItIsResumed() throws Exception {
    start();
    long job = harness.open("word-count", "a", "");
    assertThat(harness.engine.runs().pause(job)).isTrue();
    harness.cycle();
    harness.cycle();
    assertThat(seen).isEmpty();

    harness.engine.runs().resume(job);

    assertThat(harness.job(job).state()).isEqualTo(JobState.ACCEPTED);
    harness.runUntil(job, JobState.COMPLETED);
  }

  private static Filter filter(
      Optional<String> stage, Optional<String> queue, Optional<String> error) {
    return new Filter(Optional.empty(), stage, queue, error, Optional.empty());
  }

  private void runUntilDead(long job, int letters) {
    runUntil(() -> ids(job).size() == letters);
  }

  private void runUntil(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              harness.cycle();
              return condition.call();
            });
  }
}
