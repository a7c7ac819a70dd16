package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.Demand.Pending;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.engine.node.Grants.Grant;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;

class WantsTest {
  private static final Lane LANE = new Lane("root.acme", "work");
  private static final Want WANT = new Want(1, 1, new Resources(256, 500, 0));

  private EngineHarness harness;
  private Wants wants;

  @BeforeEach
  void start() throws Exception {
    harness =
        new EngineHarness(
            Databases.h2(),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:work").log("work");
              }
            });
    LaneRests rests = new LaneRests(Machine.THIS);
    wants = new Wants(harness.stages, harness.engine.pipelines(), lane -> 0, rests);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void aLaneInWhichAContainerFoundNothingRests() {
    assertThat(asked(new LaneCount(1, 7), new LaneCount(1, 7))).isZero();
  }

  @Test
  void aLaneWhoseTaskWasDoneAndThatHasAnotherIsServedAtOnce() {
    assertThat(asked(new LaneCount(1, 7), new LaneCount(1, 8))).isOne();
  }

  /** How many containers are asked for, after one has ended that was granted for this count. */
  private long asked(LaneCount before, LaneCount now) {
    Grant ended = new Grant(1, new Lease(1, 1, LANE, "n1"), WANT, before, 0);
    Pending pending = new Pending(1, LANE, now.pending(), now.ended());
    return wants.of(List.of(pending), List.of(ended), Map.of(), Map.of()).counts().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
