package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.User;
import org.millrace.engine.ledger.JobState;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.resource.Resources;

/** What a person may do with queues and the capacity while jobs run, on every database. */
abstract class QueueSteeringContract extends Steered {
  @Test
  void aPausedQueueAcceptsJobsGivesUpItsContainersAndGoesOnWhenResumed() throws Exception {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    start(EngineHarness.FAIR, counting(2000, seen, new CountDownLatch(0)));
    long job = openFanOut("paused", ACME);
    await().until(() -> cycled() && seen.size() > 20);

    steering.pause(ADMIN, "root.partners");

    await().until(() -> cycled() && queue("root.partners").usage().isNone());
    int soFar = seen.size();
    assertThat(soFar).isLessThan(2000);
    long later = openFanOut("later", ACME);
    long other = openFanOut("other", "root.elsewhere");
    await().until(() -> cycled() && harness.job(later).state() == JobState.ACTIVE);
    await().until(() -> cycled() && seen.stream().anyMatch(each -> each.startsWith("other")));
    assertThat(seen.stream().filter(each -> !each.startsWith("other"))).hasSize(soFar);
    Explanation why = harness.engine.scheduler().explain(job).orElseThrow();
    assertThat(why.dominant().kind()).isEqualTo(Reason.Kind.QUEUE_PAUSED);
    assertThat(why.sentence())
        .matches("queue root\\.partners is paused by admin since 20\\d\\d-.*Z");
    assertThat(queue("root.partners").paused()).isTrue();

    steering.resume(ADMIN, "root.partners");

    harness.runUntil(job, JobState.COMPLETED);
    harness.runUntil(later, JobState.COMPLETED);
    harness.runUntil(other, JobState.COMPLETED);
    assertThat(seen).hasSize(6000).doesNotHaveDuplicates();
  }

  @Test
  void aPauseHoldsAfterARestartAlsoOfAQueueThatNobodyUses() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:hold").process(exchange -> ran.incrementAndGet());
          }
        };
    start(EngineHarness.FAIR, routes);
    steering.pause(ADMIN, ACME);
    steering.pause(new User("late", Set.of(), true), ACME);
    harness.cycle();
    restart(EngineHarness.FAIR, routes);
    long held = open("hold", ACME, "held");
    long free = open("hold", GLOBEX, "free");

    harness.runUntil(free, JobState.COMPLETED);

    assertThat(ran).hasValue(1);
    assertThat(harness.job(held).state()).isEqualTo(JobState.ACTIVE);
    assertThat(harness.engine.scheduler().pauses())
        .extracting(each -> each.queue() + " by " + each.by())
        .containsExactly(ACME + " by admin");
    steering.resume(ADMIN, ACME);
    harness.runUntil(held, JobState.COMPLETED);
  }

  @Test
  void onlyAQueueCanBePausedAndOnlyAPausedOneResumed() throws Exception {
    start(small(), holding(new CountDownLatch(0)));
    assertThat(refused(() -> steering.pause(ADMIN, "root.nowhere")).reason())
        .isEqualTo(RefusalException.Cause.UNKNOWN);
    steering.pause(ADMIN, "root");
    RefusalException refused = refused(() -> steering.resume(ADMIN, "root.small"));
    assertThat(refused.reason()).isEqualTo(RefusalException.Cause.CONFLICT);
    assertThat(refused.remedy()).isEqualTo("resume root");
  }

  @Test
  void aDrainedQueueEndsItsJobsAndTakesNoNewOnesUntilItIsResumed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(EngineHarness.FAIR, holding(go));
    long there = open("hold", ACME, "there");
    long elsewhere = open("hold", GLOBEX, "elsewhere");
    harness.cycle();
    steering.drain(ADMIN, "root.partners.acme");
    steering.drain(new User("late", Set.of(), true), ACME);
    restart(EngineHarness.FAIR, holding(go));

    for (RefusalException refused :
        Arrays.asList(
            refused(() -> steering.checkSubmit(ADMIN, ACME)),
            refused(() -> steering.checkSend(ADMIN, ACME)),
            refused(() -> steering.checkSource("acme", ACME)))) {
      assertThat(refused.reason()).isEqualTo(RefusalException.Cause.CONFLICT);
      assertThat(refused).hasMessageContaining(ACME).hasMessageContaining("admin drained it");
    }
    assertThat(refused(() -> steering.move(ADMIN, elsewhere, ACME)).rule()).contains("no new jobs");
    steering.checkSubmit(ADMIN, GLOBEX);
    go.countDown();
    harness.runUntil(there, JobState.COMPLETED);

    steering.resume(ADMIN, ACME);
    steering.checkSubmit(ADMIN, ACME);
    assertThat(refused(() -> steering.resume(ADMIN, ACME)).reason())
        .isEqualTo(RefusalException.Cause.CONFLICT);
  }

  @Test
  void whatIsDrainedAboveHoldsBelow() throws Exception {
    start(EngineHarness.FAIR, holding(new CountDownLatch(0)));
    steering.drain(ADMIN, "root.partners");

    assertThat(refused(() -> steering.checkSubmit(ADMIN, ACME)).subject())
        .isEqualTo("queue root.partners");
    assertThat(refused(() -> steering.resume(ADMIN, ACME)).remedy())
        .isEqualTo("resume root.partners");
    assertThat(refused(() -> steering.drain(ADMIN, "nowhere")).reason())
        .isEqualTo(RefusalException.Cause.UNKNOWN);
    assertThat(refused(() -> steering.drain(new User("bob", Set.of(), false), ACME)).reason())
        .isEqualTo(RefusalException.Cause.FORBIDDEN);
  }

  @Test
  void theNodesCapacityCanBeChangedWhileItRuns() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    start(
        EngineHarness.FAIR,
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:hold")
                .process(
                    exchange -> {
                      running.incrementAndGet();
                      go.await();
                    });
          }
        });
    for (int i = 0; i < 6; i++) {
      open("hold", ACME, "j" + i);
    }
    await().until(() -> cycled() && running.get() == 2);

    harness.engine.resize(new Resources(1024, 2000, 1L << 40), 4);

    await().until(() -> cycled() && running.get() == 4);
    assertThat(harness.engine.scheduler().queues().max().memoryMb()).isEqualTo(1024);
    go.countDown();
  }

  @Test
  void aPipelinesApplicationMasterIsWhatTheSettingsSay() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    start(small(), holding(go));
    // The queue's share for application masters is 512 MB.
    harness.engine.scheduler().masters(Map.of("hold", new Resources(300, 0, 0)));
    long first = open("hold", "root.wide", "1");
    long second = open("hold", "root.wide", "2");
    await().until(() -> cycled() && harness.job(first).state() == JobState.ACTIVE);

    Explanation why = harness.engine.scheduler().explain(second).orElseThrow();

    assertThat(why.sentence()).contains("use 300 MiB of at most 512 MiB").contains("needs 300 MiB");
    go.countDown();
    harness.runUntil(second, JobState.COMPLETED);
  }
}
