package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.task.TaskContext;

/**
 * A job whose routes are gone for a while, as when its file is mended or was refused at a start.
 */
class PipelineAwayTest {
  private static final RouteBuilder ENTRY =
      new RouteBuilder() {
        @Override
        public void configure() {
          from("stage:words")
              .routeId("words")
              .routeGroup("word-count")
              .setBody(constant("a word"))
              .to("stage:report");
        }
      };
  private static final RouteBuilder REPORT =
      new RouteBuilder() {
        @Override
        public void configure() {
          from("stage:report?after=words")
              .routeId("report")
              .process(
                  exchange ->
                      TaskContext.of(exchange)
                          .result("report.txt", out -> out.write("reported".getBytes())));
        }
      };

  @Test
  void aJobDoesNotEndBeforeItsBarrierWhileItsPipelineIsAway() throws Exception {
    try (EngineHarness harness = new EngineHarness(Databases.h2(), ENTRY, REPORT)) {
      long job = doneUpToTheBarrier(harness);
      remove(harness, "report");
      remove(harness, "words");
      for (int n = 0; n < 3; n++) {
        harness.cycle();
      }
      assertThat(harness.job(job).state()).isEqualTo(JobState.ACTIVE);

      harness.camel.addRoutes(REPORT);
      harness.camel.addRoutes(ENTRY);
      harness.runUntil(job, JobState.COMPLETED);
      assertThat(harness.job(job).results()).hasSize(1);
    }
  }

  /** The last task before the barrier has been settled, and nobody has counted it yet. */
  private static long doneUpToTheBarrier(EngineHarness harness) throws Exception {
    long job = harness.open("word-count", "some-words", "");
    harness.engine.dispatcher().dispatch();
    await().until(() -> count(harness, "progress") > 0);
    assertThat(count(harness, "task")).isZero();
    return job;
  }

  private static void remove(EngineHarness harness, String route) throws Exception {
    harness.camel.getRouteController().stopRoute(route);
    harness.camel.removeRoute(route);
  }

  private static long count(EngineHarness harness, String table) {
    return harness.db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }
}
