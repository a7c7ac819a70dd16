package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;

/** A worker that stops without a word, seen from the engine that takes its work over. */
abstract class CrashContract {
  abstract Database database();

  /** How tasks travel. */
  EngineHarness.Ways ways() {
    return EngineHarness.Ways.TABLE;
  }

  @Test
  void tasksOfADeadWorkerAreTakenOverAndItsLateSettleIsRefused() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    AtomicBoolean hung = new AtomicBoolean();
    CountDownLatch late = new CountDownLatch(1);
    Map<String, Integer> effects = new ConcurrentHashMap<>();
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:first").setBody(constant(List.of("a", "b"))).split(body()).to("stage:hang");
            from("stage:hang?backoff=10ms")
                .process(
                    exchange -> {
                      if (hung.compareAndSet(false, true)) {
                        inHand.countDown();
                        late.await(20, TimeUnit.SECONDS);
                      }
                    })
                .to("stage:effect");
            from("stage:effect")
                .process(
                    exchange ->
                        effects.merge(
                            exchange.getMessage().getBody(String.class), 1, Integer::sum));
          }
        };
    try (EngineHarness harness =
        new EngineHarness(
            database(), EngineHarness.settings(2), EngineHarness.FAIR, ways(), routes)) {
      long id = harness.open("first", "k", "");
      while (inHand.getCount() > 0) {
        harness.cycle();
      }
      // What a killed process leaves behind: its leases, whose time runs out.
      harness.db.jdbc().sql("update lease set expires_at = current_timestamp").update();
      Job job = harness.runUntil(id, JobState.COMPLETED);
      late.countDown();
      harness.engine.close();

      assertThat(effects).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 1));
      assertThat(job.stages())
          .filteredOn(stage -> stage.name().equals("hang"))
          .singleElement()
          .satisfies(
              stage -> {
                assertThat(stage.done()).isEqualTo(2);
                assertThat(stage.failed()).as("the crash counts").isGreaterThanOrEqualTo(1);
              });
    }
  }
}
