package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Settlement;
import org.millrace.engine.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A granted slot that drains one lane: claims a batch, runs it, settles it together with the claim
 * of the next, until the lane is dry, the lease is lost or it is told to stop.
 */
final class Container implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Container.class);

  /** What has run this long is settled, though more of the batch is in hand. */
  private static final long SETTLE_AFTER_NANOS = 500_000_000L;

  private final Lease lease;
  private final Transport transport;
  private final Leases leases;
  private final Stages stages;
  private final TaskRunner runner;
  private final IntUnaryOperator share;
  private final Runnable settled;
  private volatile boolean stopping;
  private volatile boolean lost;
  private volatile boolean foundWork;

  /**
   * @param share given the stage's batch, how many tasks to claim now
   * @param settled told after every settlement
   */
  Container(
      Lease lease,
      Transport transport,
      Leases leases,
      Stages stages,
      TaskRunner runner,
      IntUnaryOperator share,
      Runnable settled) {
    this.lease = lease;
    this.transport = transport;
    this.leases = leases;
    this.stages = stages;
    this.runner = runner;
    this.share = share;
    this.settled = settled;
  }

  Lease lease() {
    return lease;
  }

  /** Whether it found anything to do; for lanes whose demand could not be claimed. */
  boolean foundWork() {
    return foundWork;
  }

  /** Ends it after the task in hand; the rest of its batch is given back. */
  void stop() {
    stopping = true;
  }

  /** Its lease is gone: nothing it does counts any more. */
  void lose() {
    lost = true;
    stopping = true;
  }

  @Override
  public void run() {
    try {
      drain();
      // Only a lease with nothing in hand may be ended here: what any other holds, the reaper takes
      // back when its time has run out.
      if (!lost) {
        leases.end(lease);
      }
    } catch (StaleLeaseException e) {
      LOG.warn("Stopped a container: {}. Its tasks go to another", e.getMessage());
    }
  }

  private void drain() {
    Optional<Stage> stage = stages.find(lease.lane().stage());
    if (stage.isEmpty()) {
      return;
    }
    StageOptions options = stages.options(stage.get());
    List<Task> batch = transport.claim(lease, share.applyAsInt(options.batch()));
    foundWork = !batch.isEmpty();
    while (!batch.isEmpty()) {
      List<Outcome> outcomes = run(batch, stage.get(), options);
      if (lost) {
        return;
      }
      int next = stopping ? 0 : share.applyAsInt(options.batch());
      batch = transport.settle(new Settlement(lease, outcomes), next);
      settled.run();
    }
  }

  /** Runs a batch; a slow one is settled piece by piece, so that what is done stays done. */
  private List<Outcome> run(List<Task> batch, Stage stage, StageOptions options) {
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    long begun = System.nanoTime();
    for (int i = 0; i < batch.size(); i++) {
      if (stopping) {
        outcomes.add(new Outcome.Returned(batch.get(i)));
        continue;
      }
      outcomes.add(runner.run(batch.get(i), lease.lane().queue(), stage, options));
      boolean more = i + 1 < batch.size();
      if (more && !stopping && System.nanoTime() - begun > SETTLE_AFTER_NANOS) {
        transport.settle(new Settlement(lease, List.copyOf(outcomes)), 0);
        settled.run();
        outcomes.clear();
        begun = System.nanoTime();
      }
    }
    return outcomes;
  }
}
