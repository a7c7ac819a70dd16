package org.millrace.engine.node;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.table.TableTransport;

/** A store whose every claim takes longer than a container's turn while others wait. */
class SlowClaimTest {
  private static final long CLAIM_NANOS = 1_300_000_000L;

  @Test
  void queuesThatTakeTurnsAtASlowStoreGetOn() throws Exception {
    List<Integer> tasks = IntStream.range(0, 20).boxed().toList();
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:many").setBody(constant(tasks)).split(body()).to("stage:work");
            from("stage:work?transport=sqs&batch=10").log("done");
          }
        };
    EngineHarness.Ways ways =
        new EngineHarness.Ways(
            () -> "table",
            List.of(
                parts ->
                    new Slow(
                        new TableTransport(
                            parts.db(),
                            parts.lanes(),
                            parts.leases(),
                            parts.rows(),
                            parts.effects(),
                            parts.log(),
                            Machine.THIS,
                            stage -> 1))));
    try (EngineHarness harness =
        new EngineHarness(
            Databases.h2(), EngineHarness.settings(1), EngineHarness.FAIR, ways, routes)) {
      ObjectRef input = harness.objects.write("inbox", "k", out -> {});
      long one = harness.open("many", "root.partners.acme", input);
      ObjectRef other = harness.objects.write("inbox", "l", out -> {});
      long two = harness.open("many", "root.partners.globex", other);

      harness.runUntil(one, JobState.COMPLETED);
      harness.runUntil(two, JobState.COMPLETED);
    }
  }

  private record Slow(Transport table) implements Transport {
    @Override
    public String name() {
      return "sqs";
    }

    @Override
    public void send(List<Envelope> tasks) {
      table.send(tasks);
    }

    @Override
    public int exchange() {
      return 0;
    }

    @Override
    public LaneConsumer open(Lease lease) {
      return new SlowLane(table.open(lease));
    }

    @Override
    public int revoke(Lease lease, Function<Task, Outcome> crashed) {
      return 0;
    }

    @Override
    public boolean move(long jobId, String from, String to) {
      return true;
    }

    @Override
    public void purge(long jobId, String queue) {}
  }

  private record SlowLane(LaneConsumer lane) implements LaneConsumer {
    @Override
    public List<Task> claim(int max) {
      long end = System.nanoTime() + CLAIM_NANOS;
      for (long left = CLAIM_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return lane.claim(max);
    }

    @Override
    public List<Task> settle(List<Outcome> outcomes, int nextMax) {
      lane.settle(outcomes, 0);
      return nextMax > 0 ? claim(nextMax) : List.of();
    }

    @Override
    public void close() {
      lane.close();
    }
  }
}
