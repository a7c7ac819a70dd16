package org.millrace.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.BadInputException;
import org.millrace.engine.task.TaskContext;

/** What is promised of messages from outside, on every database. */
abstract class MessageIntakeContract {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final Map<String, Object> headers = new ConcurrentHashMap<>();
  private EngineHarness harness;
  private JdbcMessageIntake intake;

  abstract Database database();

  @BeforeEach
  void start() throws Exception {
    harness = new EngineHarness(database(), pipeline());
    intake = harness.engine.messages();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private RouteBuilder pipeline() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:in?batch=5&backoff=10ms")
            .routeGroup("orders")
            .process(
                exchange -> {
                  String text = exchange.getMessage().getBody(String.class);
                  if (text.equals("bad")) {
                    throw new BadInputException("order: must be good, was \"bad\"");
                  }
                  headers.putAll(exchange.getMessage().getHeaders());
                  seen.add(text);
                })
            .to("stage:report");
        from("stage:report?after=in")
            .process(
                exchange -> {
                  int count = 0;
                  for (Object each : exchange.getMessage().getBody(Iterable.class)) {
                    count += each == null ? 0 : 1;
                  }
                  String text = "" + count;
                  TaskContext.of(exchange).result("count.txt", out -> out.write(text.getBytes()));
                });
      }
    };
  }

  private static StreamSource source(Duration time, int count) {
    return new StreamSource(
        "shop", "orders", "root.partners.shop", "shop", Map.of("zone", "UTC"), time, count);
  }

  private static Delivery delivery(String id, String text) {
    return Delivery.of(Optional.of(id), new Message(Map.of(), text));
  }

  private static Delivery anonymous(String text) {
    return Delivery.of(Optional.empty(), new Message(Map.of(), text));
  }

  private long send(StreamSource source, Delivery delivery) {
    return intake.accept(source, List.of(delivery)).get(0).jobId();
  }

  private String result(long job) throws Exception {
    ObjectRef ref = harness.objects.find("results", job + "/count.txt").orElseThrow();
    return new String(harness.objects.read(ref, 0, ref.size()).readAllBytes());
  }

  private void cyclesUntil(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              harness.cycle();
              return condition.call();
            });
  }

  private List<Job> jobs() {
    return harness.engine.ledger().list(new JobFilter(List.of(), 0, 100));
  }

  private long done(long job) {
    return harness.job(job).stages().stream()
        .filter(stage -> stage.name().equals("in"))
        .mapToLong(StageProgress::done)
        .sum();
  }

  @Test
  void messagesAreTasksOfTheEntryStageAndTheJobOfAFullWindowCompletes() throws Exception {
    StreamSource source = source(LONG, 3);

    long first = send(source, anonymous("a"));
    long second = send(source, anonymous("b"));
    long third = send(source, anonymous("c"));
    long next = send(source, anonymous("d"));

    assertThat(List.of(second, third)).containsOnly(first);
    assertThat(next).isNotEqualTo(first);
    Job job = harness.runUntil(first, JobState.COMPLETED);
    assertThat(result(first)).isEqualTo("3");
    assertThat(job.input().bucket()).isEqualTo("messages");
    assertThat(job.input().key()).startsWith("shop/");
    assertThat(job.input().size()).isEqualTo(3);
    assertThat(job.settings()).containsEntry("zone", "UTC");
    assertThat(harness.job(next).state()).isNotEqualTo(JobState.COMPLETED);
  }

  @Test
  void nothingEndsWhileTheWindowIsOpenAndItsLastMessageIsDone() throws Exception {
    long job = send(source(LONG, 100), anonymous("a"));

    cyclesUntil(() -> done(job) == 1);
    for (int i = 0; i < 10; i++) {
      harness.cycle();
    }

    assertThat(harness.job(job).state()).isEqualTo(JobState.ACTIVE);
    assertThat(harness.job(job).stages())
        .filteredOn(stage -> stage.name().equals("report"))
        .allMatch(stage -> stage.created() == 0);
  }

  @Test
  void aWindowWhoseTimeIsOverIsClosedByWhoeverLeads() throws Exception {
    long job = send(source(Duration.ofMillis(300), 100), anonymous("a"));
    cyclesUntil(() -> intake.closeDue() == 1);

    harness.runUntil(job, JobState.COMPLETED);

    assertThat(result(job)).isEqualTo("1");
    assertThat(intake.closeDue()).isZero();
    assertThat(send(source(LONG, 100), anonymous("b"))).isNotEqualTo(job);
  }

  @Test
  void aWindowThatNobodyClosedInTimeTakesNoMore() {
    StreamSource source = source(Duration.ofMillis(50), 100);
    long job = send(source, anonymous("a"));
    Awaitility.await().until(() -> send(source, anonymous("b")) != job);
  }

  @Test
  void aDeliveryThatComesAgainHasOneEffectEvenInALaterWindow() throws Exception {
    StreamSource source = source(LONG, 2);
    Accepted first = intake.accept(source, List.of(delivery("1", "a"))).get(0);
    Accepted again = intake.accept(source, List.of(delivery("1", "a"))).get(0);
    List<Accepted> mixed =
        intake.accept(source, List.of(delivery("1", "a"), delivery("2", "b"), delivery("2", "b")));
    Accepted late = intake.accept(source, List.of(delivery("1", "a"))).get(0);

    assertThat(first.repeated()).isFalse();
    assertThat(again).isEqualTo(new Accepted(first.jobId(), first.ids(), true));
    assertThat(mixed).extracting(Accepted::repeated).containsExactly(true, false, true);
    assertThat(late).isEqualTo(again);
    harness.runUntil(first.jobId(), JobState.COMPLETED);
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void anIdUsedForSomethingElseIsRefusedAndNothingOfTheCallIsTaken() {
    StreamSource source = source(LONG, 100);
    Message message = new Message(Map.of(), "a");
    intake.accept(source, List.of(new Delivery(Optional.of("k"), "d1", List.of(message))));

    assertThatThrownBy(
            () ->
                intake.accept(
                    source,
                    List.of(
                        anonymous("new"), new Delivery(Optional.of("k"), "d2", List.of(message)))))
        .isInstanceOf(RepeatConflictException.class)
        .hasMessageContaining("\"k\"");
    assertThat(count("task")).isEqualTo(1);
    assertThat(count("progress")).isEqualTo(1);
  }

  private long count(String table) {
    return harness.db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void manySendersOfTheSameMessagesAtOnceHaveOneEffectEach() throws Exception {
    StreamSource source = source(LONG, 7);
    ExecutorService senders = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        running.add(
            senders.submit(
                () ->
                    IntStream.range(0, 21)
                        .forEach(n -> send(source, delivery("m" + n, "text " + n)))));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      senders.shutdownNow();
    }
    cyclesUntil(() -> jobs().stream().allMatch(job -> job.state() == JobState.COMPLETED));

    assertThat(jobs()).hasSize(3);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 21).mapToObj(n -> "text " + n).toList());
  }

  @Test
  void headersThatSteerAreLeftOutInWhateverCaseTheyCome() throws Exception {
    Message message =
        new Message(
            Map.of(
                "colour", "red",
                "CAmelFileName", "/etc/passwd",
                "camelHttpUri", "http://x",
                "org.apache.CAMEL.x", "y",
                "MILLRACEMessageNumber", 77,
                "size", 5),
            "a");
    long job = send(source(LONG, 1), Delivery.of(Optional.empty(), message));
    harness.runUntil(job, JobState.COMPLETED);

    assertThat(headers)
        .containsEntry("colour", "red")
        .containsEntry("size", 5)
        .containsEntry(Message.NUMBER, 0)
        .hasSize(3);
  }

  @Test
  void aBadMessageIsDeadAndTheOthersOfItsWindowGoOn() {
    StreamSource source = source(LONG, 3);
    long job = send(source, anonymous("a"));
    send(source, anonymous("bad"));
    cyclesUntil(() -> harness.job(job).stages().stream().anyMatch(stage -> stage.dead() == 1));
    assertThat(harness.job(job).state()).isEqualTo(JobState.ACTIVE);
    send(source, anonymous("b"));

    Job failed = harness.runUntil(job, JobState.FAILED);

    assertThat(failed.error().orElse("")).contains("order: must be good");
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
    assertThat(count("dead_letter")).isEqualTo(1);
  }

  @Test
  void aCancelledWindowIsFollowedByAnother() throws Exception {
    long cancelled = send(source(LONG, 100), anonymous("a"));
    harness.engine.ledger().cancel(cancelled, "not wanted");

    long next = send(source(LONG, 1), anonymous("b"));

    assertThat(next).isNotEqualTo(cancelled);
    harness.runUntil(next, JobState.COMPLETED);
    assertThat(seen).containsExactly("b");
  }

  @Test
  void messagesFollowTheirJobToAnotherQueue() throws Exception {
    StreamSource source = source(LONG, 2);
    long job = send(source, anonymous("a"));
    harness.cycle();
    harness.engine.ledger().move(job, "root.partners.shop", "root.partners.other");
    send(source, anonymous("b"));

    Job done = harness.runUntil(job, JobState.COMPLETED);

    assertThat(done.queue()).isEqualTo("root.partners.other");
    assertThat(seen).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aLargeMessageArrivesWhole() throws Exception {
    String large = "x".repeat(300_000);
    long job = send(source(LONG, 1), anonymous(large));
    harness.runUntil(job, JobState.COMPLETED);
    assertThat(seen).containsExactly(large);
  }

  @Test
  void changedSettingsBeginAnotherWindow() {
    long job = send(source(LONG, 100), anonymous("a"));
    StreamSource changed =
        new StreamSource(
            "shop", "orders", "root.partners.shop", "shop", Map.of("zone", "CET"), LONG, 100);
    assertThat(send(changed, anonymous("b"))).isNotEqualTo(job);
  }

  @Test
  void withoutItsPipelineNothingIsTaken() {
    StreamSource source =
        new StreamSource("shop", "odrers", "root.partners.shop", "shop", Map.of(), LONG, 100);
    assertThatThrownBy(() -> send(source, anonymous("a")))
        .isInstanceOf(NoPipelineException.class)
        .hasMessageContaining("odrers");
    assertThat(jobs()).isEmpty();
  }
}
