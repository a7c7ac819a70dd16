package org.millrace.engine.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.Delivery;
import org.millrace.engine.intake.Message;
import org.millrace.engine.intake.StreamSource;
import org.millrace.engine.ledger.JobState;
import org.millrace.scheduling.manager.Reason.Kind;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Why real jobs wait, and for how long about. */
abstract class WaitsContract {
  private static final String ACME = "root.acme";
  private static final String SINGLE = "root.single";
  private static final String FULL = "root.full";

  /* One application master of 64 MB is the sixteenth of the node's 1024 MB. */
  private static final SchedulerSettings SETTINGS =
      SchedulerSettings.of(
          Policy.FAIR,
          Resources.of(64, 0),
          Map.of(
              ACME, QueueSettings.defaults(),
              SINGLE, QueueSettings.builder().maxAmShare(0.0625).build(),
              FULL, QueueSettings.builder().maxApplications(1).build()));

  private final CountDownLatch go = new CountDownLatch(1);
  private final List<Integer> many = IntStream.range(0, 40).boxed().toList();
  private EngineHarness harness;

  abstract Database database();

  @BeforeEach
  void start() throws Exception {
    harness =
        new EngineHarness(
            database(),
            EngineHarness.settings(4),
            SETTINGS,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:hold").process(exchange -> go.await());
                from("stage:quick").log("quick");
                from("stage:single?maxContainers=1").process(exchange -> go.await());
                from("stage:fails?backoff=60s").throwException(new IOException("no"));
                from("stage:flood").setBody(constant(many)).split(body()).to("stage:slow");
                from("stage:slow?batch=1").delay(20);
              }
            });
  }

  @AfterEach
  void close() {
    go.countDown();
    harness.close();
  }

  @Test
  void aFailedTaskIsTriedAgainAtAKnownTime() throws Exception {
    long job = open("fails", ACME);
    harness.runUntil(job, () -> kinds(job).contains(Obstacle.RETRY_LATER));

    Wait wait = explain(job);
    assertThat(wait.dominant().count()).isOne();
    assertThat(wait.sentence())
        .matches("its task failed and is tried again at 20.*Z; about \\d+ s");
    assertThat(wait.aboutSeconds()).isBetween(30L, 61L);
  }

  @Test
  void aStageThatOthersHaveAllContainersOfIsNamed() throws Exception {
    open("single", ACME);
    long second = open("single", ACME);
    harness.runUntil(second, () -> kinds(second).contains(Obstacle.STAGE_AT_MAX));

    Wait wait = explain(second);
    assertThat(wait.sentence())
        .isEqualTo("stage single runs in 1 of at most 1 container of root.acme (maxContainers)");
    assertThat(wait.dominant().subject()).isEqualTo("single");
    assertThat(wait.about()).isEmpty();
  }

  @Test
  void anOpenWindowIsWaitedForUntilItsEnd() throws Exception {
    StreamSource source =
        new StreamSource("shop", "quick", ACME, "shop", Map.of(), Duration.ofSeconds(90), 100);
    Delivery delivery = Delivery.of(Optional.of("1"), new Message(Map.of(), "a"));
    long job = harness.engine.messages().accept(source, List.of(delivery)).get(0).jobId();
    harness.runUntil(job, () -> kinds(job).contains(Obstacle.WINDOW_OPEN));

    Wait wait = explain(job);
    assertThat(wait.sentence())
        .matches("its window takes messages of shop until 20.*Z, and has 1; about \\d+ s");
    assertThat(wait.aboutSeconds()).isBetween(45L, 91L);
  }

  @Test
  void aJobThatItsFullQueueDoesNotTakeIsToldSo() throws Exception {
    long first = open("hold", FULL);
    harness.runUntil(first, JobState.ACTIVE);
    long second = open("hold", FULL);
    harness.cycle();

    Wait wait = explain(second);
    assertThat(wait.dominant().kind()).isEqualTo(Obstacle.QUEUE_FULL);
    assertThat(wait.sentence())
        .isEqualTo("queue root.full must have at most 1 applications, and has 1");
  }

  @Test
  void whoWaitsToBeActiveIsToldHowLongAsSoonAsTheQueuesPaceIsKnown() throws Exception {
    long slow = open("flood", SINGLE);
    harness.runUntil(slow, JobState.COMPLETED);
    List<Long> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(open("flood", SINGLE));
    }
    harness.runUntil(jobs.get(0), JobState.ACTIVE);

    Wait third = explain(jobs.get(2));
    assertThat(third.dominant().kind()).isEqualTo(Kind.AM_LIMIT.name());
    assertThat(third.sentence())
        .matches("root.single: 1 of at most 1 jobs are active; 1 job is ahead; about \\d+ s");
    Duration sooner = explain(jobs.get(1)).about().orElseThrow();
    Duration later = explain(jobs.get(3)).about().orElseThrow();
    // One job's tasks, and three jobs', at the same pace.
    assertThat(sooner).isPositive();
    assertThat(later).isGreaterThan(sooner.multipliedBy(2));
  }

  @Test
  void whoHasOlderJobsOfItsQueueAheadWaitsForTheirTasks() throws Exception {
    long first = open("flood", ACME);
    long second = open("flood", ACME);
    long third = open("flood", ACME);
    harness.runUntil(first, () -> served(first) && behind(second) && behind(third));

    Duration sooner = explain(second).about().orElseThrow();
    Duration later = explain(third).about().orElseThrow();
    assertThat(sooner).isPositive();
    assertThat(later).isGreaterThanOrEqualTo(sooner);
  }

  @Test
  void withoutAnyPaceNothingIsSaidOfIt() throws Exception {
    for (int i = 0; i < 4; i++) {
      long holding = open("hold", ACME);
      harness.runUntil(holding, () -> explain(holding).containers() == 1);
    }
    long waiting = open("hold", ACME);
    harness.runUntil(waiting, () -> kinds(waiting).contains(Kind.NO_ROOM.name()));

    assertThat(explain(waiting).about()).isEmpty();
    assertThat(explain(waiting).aboutSeconds()).isNull();
    assertThat(explain(waiting).sentence()).doesNotContain("about");
  }

  @Test
  void aPausedQueueIsWaitedForWithoutAnEstimate() throws Exception {
    harness.engine.scheduler().pause(ACME, "ann");
    long job = open("hold", ACME);
    harness.runUntil(job, () -> kinds(job).contains(Kind.QUEUE_PAUSED.name()));

    assertThat(explain(job).sentence()).startsWith("queue root.acme is paused by ann since");
    assertThat(explain(job).about()).isEmpty();
  }

  @Test
  void ofAnEndedJobThereIsNothingToSay() throws Exception {
    long job = open("quick", ACME);
    harness.runUntil(job, JobState.COMPLETED);
    await().until(() -> cycled() && harness.engine.waits().of(harness.job(job)).isEmpty());
  }

  private boolean served(long job) {
    return explain(job).containers() > 0 && harness.job(job).stages().size() == 2;
  }

  private boolean behind(long job) {
    return explain(job).containers() == 0
        && kinds(job).contains(Kind.APPLICATIONS_AHEAD.name())
        && explain(job).about().isPresent();
  }

  private Wait explain(long job) {
    return harness.engine.waits().of(harness.job(job)).orElseThrow();
  }

  private List<String> kinds(long job) {
    return harness.engine.waits().of(harness.job(job)).stream()
        .flatMap(wait -> wait.obstacles().stream())
        .map(Obstacle::kind)
        .toList();
  }

  private boolean cycled() throws IOException {
    harness.cycle();
    return true;
  }

  private long open(String pipeline, String queue) throws IOException {
    String key = pipeline + System.nanoTime();
    return harness.open(pipeline, queue, harness.objects.write("inbox", key, out -> {}));
  }
}
