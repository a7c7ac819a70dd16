package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.millrace.engine.analytics.Meter;
import org.millrace.engine.analytics.TaskMeter;
import org.millrace.engine.analytics.Timings.Step;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.engine.transport.Transports;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A granted slot that drains one lane: claims a batch, runs it, settles it together with the claim
 * of the next, until the lane is dry, the lease is lost or it is told to stop, as it is when others
 * wait for its slot.
 */
final class Container implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Container.class);

  /** After this long it is granted anew, to whatever job of the queue is next. */
  private static final long LONGEST_NANOS = 10_000_000_000L;

  /** How long it stays at a dry lane: coming back would cost a decision and two commits. */
  private static final long LINGER_NANOS = 10_000_000L;

  private static final long PAUSE_NANOS = 200_000_000L;

  /**
   * What it claimed while it was told to stop it runs for so long yet. Where a claim takes longer
   * than a turn, as at a slow store, it would otherwise give everything back each time.
   */
  private static final long LAST_NANOS = 100_000_000L;

  private final Lease lease;
  private final Transports transports;
  private final Leases leases;
  private final Stages stages;
  private final TaskRunner runner;
  private final Machine machine;
  private final IntUnaryOperator share;
  private final BooleanSupplier inTouch;
  private final Runnable progress;
  private final Meter meter;
  private final TaskMeter seen;
  private final TimeLimits limits;
  private final LaneBells bells;
  private final BatchSize size;
  private volatile boolean stopping;
  private volatile boolean lost;
  private volatile int inHand;
  private volatile List<Task> elsewhere = List.of();

  /**
   * @param size what is known of the stage's tasks
   * @param share given the stage's batch, how many of the lane's tasks are this slot's share
   * @param inTouch false when the database has not answered this node for as long as a lease lasts
   * @param progress told after every settlement and at the end
   */
  Container(
      Lease lease,
      Transports transports,
      Leases leases,
      Stages stages,
      TaskRunner runner,
      TimeLimits limits,
      LaneBells bells,
      BatchSize size,
      Machine machine,
      IntUnaryOperator share,
      BooleanSupplier inTouch,
      Runnable progress,
      Meter meter) {
    this.meter = meter;
    this.seen = meter.tasks();
    this.lease = lease;
    this.transports = transports;
    this.leases = leases;
    this.stages = stages;
    this.runner = runner;
    this.limits = limits;
    this.bells = bells;
    this.size = size;
    this.machine = machine;
    this.share = share;
    this.inTouch = inTouch;
    this.progress = progress;
  }

  Lease lease() {
    return lease;
  }

  boolean drains(Lane lane) {
    return !lost && lease.lane().equals(lane);
  }

  int inHand() {
    return inHand;
  }

  /** What it has in hand of a store outside the database, by job. */
  Map<Long, Integer> elsewhere() {
    Map<Long, Integer> byJob = new HashMap<>();
    elsewhere.forEach(each -> byJob.merge(each.jobId(), 1, Integer::sum));
    return byJob;
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

  /** Its slot is free again. */
  void ended() {
    progress.run();
  }

  @Override
  public void run() {
    MDC.put("stage", lease.lane().stage());
    MDC.put("queue", lease.lane().queue());
    try {
      drain();
      // Only a lease with nothing in hand may be ended here: what any other holds, the reaper takes
      // back when its time has run out.
      if (!lost) {
        leases.end(lease);
      }
    } catch (StaleLeaseException e) {
      LOG.warn("Stopped a container: {}. Its tasks go to another", e.getMessage());
    } finally {
      MDC.clear();
    }
  }

  private void drain() {
    Optional<Stage> stage = stages.find(lease.lane().stage());
    if (stage.isEmpty()) {
      return;
    }
    StageOptions options = stages.options(stage.get());
    TimeLimit limit = limits.add();
    try (LaneConsumer lane = transports.open(lease)) {
      drain(lane, stage.get(), options, limit);
    } finally {
      limits.remove(limit);
      seen.close();
    }
  }

  private void drain(LaneConsumer lane, Stage stage, StageOptions options, TimeLimit limit) {
    long begun = machine.nanoTime();
    List<Task> batch = claim(lane, options);
    runner.firstClaimed(batch);
    while (!batch.isEmpty()) {
      hold(lane, batch);
      List<Outcome> outcomes = run(batch, stage, options, limit);
      seen.flush();
      boolean last = isLast(begun) || isOutdated(stage, options);
      boolean keeps = options.keepInputs() && !options.isBarrier();
      batch = settle(lane, batch, outcomes, last ? 0 : next(options), keeps);
      hold(lane, batch);
      bells.ring(lease.lane().queue(), outcomes);
      progress.run();
      while (batch.isEmpty()
          && !last
          && !isLast(begun)
          && bells.await(lease.lane(), LINGER_NANOS)) {
        batch = claim(lane, options);
      }
    }
  }

  private void hold(LaneConsumer lane, List<Task> batch) {
    inHand = batch.size();
    elsewhere = lane.isInDatabase() ? List.of() : batch;
  }

  private List<Task> claim(LaneConsumer lane, StageOptions options) {
    long begun = machine.nanoTime();
    List<Task> claimed = lane.claim(next(options));
    meter.timings().took(Step.CLAIM, machine.nanoTime() - begun);
    return claimed;
  }

  private boolean isLast(long begun) {
    return stopping || machine.nanoTime() - begun > LONGEST_NANOS;
  }

  /** Its route was loaded anew, or the settings say something else of its stage. */
  private boolean isOutdated(Stage stage, StageOptions options) {
    return stages.find(stage.name()).orElse(null) != stage
        || !stages.options(stage).equals(options);
  }

  /**
   * What was done is not given up for a store that is away for a moment: the lease says how long.
   */
  private List<Task> settle(
      LaneConsumer lane, List<Task> batch, List<Outcome> outcomes, int nextMax, boolean keeps) {
    boolean maybeCommitted = false;
    long begun = machine.nanoTime();
    while (!lost) {
      try {
        if (keeps) {
          runner.keep(outcomes, lease.lane().stage());
        }
        List<Task> next = lane.settle(outcomes, nextMax);
        meter.timings().took(Step.SETTLE, machine.nanoTime() - begun);
        return next;
      } catch (StaleLeaseException e) {
        if (!maybeCommitted) {
          runner.forget(batch, lease.lane().stage());
        }
        throw e;
      } catch (StoreLostException e) {
        maybeCommitted = true;
        LOG.warn("Could not settle a batch of {}, trying again: {}", lease.lane(), e.getMessage());
        machine.pause(PAUSE_NANOS);
        if (!inTouch.getAsBoolean()) {
          lose();
        }
      }
    }
    if (!maybeCommitted) {
      runner.forget(batch, lease.lane().stage());
    }
    return List.of();
  }

  private int next(StageOptions options) {
    return size.next(options.batch(), share.applyAsInt(options.batch()));
  }

  /**
   * Runs a batch. When it takes too long or is to stop, what has not begun goes back to the lane.
   */
  private List<Outcome> run(List<Task> batch, Stage stage, StageOptions options, TimeLimit limit) {
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    long begun = machine.nanoTime();
    long last = stopping ? LAST_NANOS : 0;
    for (Task task : batch) {
      if (!inTouch.getAsBoolean()) {
        lose();
      }
      long ran = machine.nanoTime() - begun;
      boolean giveBack =
          lost || stopping && ran >= last || !outcomes.isEmpty() && BatchSize.overdue(ran);
      if (giveBack) {
        size.ran(outcomes.size(), machine.nanoTime() - begun);
        batch
            .subList(outcomes.size(), batch.size())
            .forEach(each -> outcomes.add(new Outcome.Returned(each)));
        return outcomes;
      }
      outcomes.add(runner.run(task, lease.lane().queue(), stage, options, limit, seen));
    }
    size.ran(batch.size(), machine.nanoTime() - begun);
    return outcomes;
  }
}
