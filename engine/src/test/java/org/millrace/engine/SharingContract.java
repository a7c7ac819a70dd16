package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Shares of the workers, with real jobs. */
abstract class SharingContract {
  private EngineHarness harness;

  abstract Database database() throws Exception;

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void aFloodOfJobsInOneQueueDoesNotDelayTheJobOfAnother() throws Exception {
    harness = start(EngineHarness.FAIR, sleeping("work", 50));
    for (int i = 0; i < 200; i++) {
      open("work", "root.partners.flood", "flood" + i);
    }
    await().until(() -> cycled() && done("root.partners.flood") >= 20);
    long other = open("work", "root.partners.other", "other");
    long before = done("root.partners.flood");

    harness.runUntil(other, JobState.COMPLETED);
    // Half of the slots are its share: it waits for a turn of a second, not for the other 180.
    assertThat(done("root.partners.flood") - before).isLessThan(120);
  }

  @Test
  void workIsSharedByWeight() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.of(
            Policy.FAIR,
            Resources.of(64, 0),
            Map.of(
                "root.light", QueueSettings.builder().weight(1).build(),
                "root.heavy", QueueSettings.builder().weight(3).build()));
    List<Integer> many = IntStream.range(0, 3000).boxed().toList();
    harness =
        start(
            settings,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:flood").setBody(constant(many)).split(body()).to("stage:slow");
                from("stage:slow").delay(5);
              }
            });
    open("flood", "root.light", "light");
    open("flood", "root.heavy", "heavy");

    workedOff("root.light", 100);
    long light = tasksDone("root.light");
    long heavy = tasksDone("root.heavy");
    workedOff("root.heavy", heavy + 1200);
    double ratio = (double) (tasksDone("root.heavy") - heavy) / (tasksDone("root.light") - light);
    assertThat(ratio).isCloseTo(3, within(0.3));
  }

  @Test
  void jobsBeyondTheQueuesAmShareWaitAcceptedAndSayWhy() throws Exception {
    // Two application masters of 64 MB fit an eighth of the node's 1024 MB.
    SchedulerSettings settings =
        SchedulerSettings.of(
            Policy.FAIR,
            Resources.of(64, 0),
            Map.of("root.small", QueueSettings.builder().maxAmShare(0.125).build()));
    CountDownLatch go = new CountDownLatch(1);
    harness =
        start(
            settings,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:hold").process(exchange -> go.await());
              }
            });
    List<Long> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(open("hold", "root.small", "j" + i));
    }
    await().until(() -> cycled() && harness.job(jobs.get(1)).state() == JobState.ACTIVE);

    assertThat(jobs)
        .extracting(id -> harness.job(id).state())
        .containsExactly(JobState.ACTIVE, JobState.ACTIVE, JobState.ACCEPTED, JobState.ACCEPTED);
    Explanation why = harness.engine.scheduler().explain(jobs.get(2)).orElseThrow();
    assertThat(why.dominant().kind()).isEqualTo(Reason.Kind.AM_LIMIT);
    go.countDown();
    harness.runUntil(jobs.get(3), JobState.COMPLETED);
  }

  @Test
  void aQueueThatDoesNotExistFailsItsJobWithTheReason() throws Exception {
    harness =
        start(
            SchedulerSettings.of(
                Policy.FAIR, Resources.of(64, 0), Map.of("root.known", QueueSettings.defaults())),
            sleeping("work", 1));
    long job = open("work", "root.unknown", "j");
    harness.runUntil(job, JobState.FAILED);
    assertThat(harness.job(job).error().orElseThrow()).contains("root.unknown");
  }

  @Test
  void aQueueBelowItsMinShareGetsItFromOneAboveIts() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.of(
            Policy.FAIR,
            Resources.of(64, 0),
            Map.of(
                "root.greedy", QueueSettings.builder().preemption(true).build(),
                "root.due", QueueSettings.builder().minShare(new Resources(512, 0, 0)).build()));
    List<Integer> many = IntStream.range(0, 2000).boxed().toList();
    harness =
        start(
            settings,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:greed").setBody(constant(many)).split(body()).to("stage:slow");
                from("stage:slow").delay(20);
                from("stage:wants").setBody(constant(many)).split(body()).to("stage:work");
                from("stage:work").delay(20);
              }
            });
    open("greed", "root.greedy", "g");
    await().until(() -> cycled() && tasksDone("root.greedy") > 20);
    open("wants", "root.due", "d");
    // Two containers of the four: all of its min share, not only one.
    await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> cycled() && usedMb("root.due") >= 512);
  }

  private EngineHarness start(SchedulerSettings settings, RouteBuilder routes) throws Exception {
    return new EngineHarness(database(), EngineHarness.settings(4), settings, routes);
  }

  private static RouteBuilder sleeping(String stage, long millis) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:" + stage).delay(millis);
      }
    };
  }

  private long open(String pipeline, String queue, String key) throws IOException {
    return harness.open(pipeline, queue, harness.objects.write("inbox", key, out -> {}));
  }

  private void workedOff(String queue, long tasks) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> cycled() && tasksDone(queue) >= tasks);
  }

  private long usedMb(String queue) {
    return harness.engine.scheduler().queues().children().stream()
        .filter(each -> each.path().equals(queue))
        .mapToLong(each -> each.usage().memoryMb())
        .sum();
  }

  private boolean cycled() throws IOException {
    harness.cycle();
    return true;
  }

  private long done(String queue) {
    return count("select count(*) from job where queue = :queue and state = 'COMPLETED'", queue);
  }

  private long tasksDone(String queue) {
    return count(
        """
        select coalesce(sum(s.done), 0) from job_stage s join job j on j.id = s.job_id
        where j.queue = :queue
        """,
        queue);
  }

  private long count(String sql, String queue) {
    return harness.db.jdbc().sql(sql).param("queue", queue).query(Long.class).single();
  }
}
