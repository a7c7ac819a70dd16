package org.millrace.benchmarks.transports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.millrace.benchmarks.running.Median;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Transports;
import org.millrace.engine.transport.table.TableTransport;
import org.millrace.scheduling.Lane;

/**
 * How long a commit that settles a hundred tasks and claims the next takes, the more of them wait.
 */
final class Backlog {
  private static final int BATCH = 100;
  private static final int TIMES = 9;
  private static final Lane LANE = new Lane("root.bench", "a");
  private static final String FILL_POSTGRESQL =
      """
      insert into task (uid, lane_id, job_id, content_type, body)
      select gen_random_uuid(), :lane, 1, 'application/octet-stream', :body from generate_series(1, :count)
      """;
  private static final String FILL_H2 =
      """
      insert into task (uid, lane_id, job_id, content_type, body)
      select random_uuid(), :lane, 1, 'application/octet-stream', :body from system_range(1, :count)
      """;

  private Backlog() {}

  /** Milliseconds, the median of some, with so many waiting; the statistics are as they come. */
  static double millis(Database db, int waiting) {
    Lanes lanes = new Lanes(db);
    Leases leases = new Leases(db, lanes, Duration.ofMinutes(10));
    TaskRows rows = new TaskRows(lanes);
    Transports transports = new Transports(stage -> TableTransport.NAME);
    TableTransport table =
        new TableTransport(
            db,
            lanes,
            leases,
            rows,
            new SettlementEffects(noPipelines()),
            new EffectLog(db, rows, transports),
            Machine.THIS,
            stage -> 1);
    transports.add(table);
    fill(db, lanes.id(LANE), waiting);
    Lease lease = leases.grant(LANE, "bench");
    try (LaneConsumer lane = table.open(lease)) {
      List<Task> batch = lane.claim(BATCH);
      DoubleStream.Builder times = DoubleStream.builder();
      for (int i = 0; i < TIMES; i++) {
        List<Outcome> outcomes = new ArrayList<>();
        batch.forEach(task -> outcomes.add(new Outcome.Done(task, List.of(), List.of())));
        long begun = System.nanoTime();
        batch = lane.settle(outcomes, BATCH);
        times.add((System.nanoTime() - begun) / 1e6);
        if (batch.size() != BATCH) {
          throw new IllegalStateException("claimed " + batch.size() + "; indicates a bug");
        }
      }
      return Median.of(times.build()).orElseThrow();
    }
  }

  private static void fill(Database db, int lane, int waiting) {
    String sql = db.dialect() == Dialect.POSTGRESQL ? FILL_POSTGRESQL : FILL_H2;
    for (int left = waiting; left > 0; left -= 50_000) {
      db.jdbc()
          .sql(sql)
          .param("lane", lane)
          .param("body", Chain.body())
          .param("count", Math.min(left, 50_000))
          .update();
    }
  }

  private static PipelineCatalog noPipelines() {
    return new PipelineCatalog() {
      @Override
      public Optional<Pipeline> find(String name) {
        return Optional.empty();
      }

      @Override
      public Collection<Pipeline> all() {
        return List.of();
      }

      @Override
      public boolean isBarrier(String stage) {
        return false;
      }
    };
  }
}
