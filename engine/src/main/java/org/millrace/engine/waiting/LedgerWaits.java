package org.millrace.engine.waiting;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.stage.Stages;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.manager.SubmissionRefusedException;

/** Adds to what the scheduler knows what only the ledger does, and how long it takes about. */
public final class LedgerWaits implements Waits {
  private final Scheduler scheduler;
  private final OwnObstacles own;
  private final WaitEstimate estimate;

  /**
   * @param stages those of the routes that run now
   */
  public LedgerWaits(
      Database db, Scheduler scheduler, Demand demand, Leases leases, Stages stages, Clock clock) {
    this.scheduler = scheduler;
    this.own = new OwnObstacles(db, demand, leases, stages, clock);
    this.estimate =
        new WaitEstimate(new QueuePace(db, clock), new Analytics(db, clock), leases, scheduler);
  }

  @Override
  public Optional<Wait> of(Job job) {
    Optional<Explanation> known = scheduler.explain(job.id());
    if (known.isEmpty()) {
      return job.state() == JobState.ACCEPTED ? refused(job) : Optional.empty();
    }
    Wait wait = Wait.of(known.get());
    if (wait.containers() == 0 && wait.dominant().is(Reason.Kind.ASKS_FOR_NOTHING)) {
      OwnObstacles.Found found = own.of(job);
      return Optional.of(
          found.obstacles().isEmpty() ? wait : with(wait, found.obstacles(), found.about()));
    }
    return Optional.of(with(wait, wait.obstacles(), estimate.of(wait)));
  }

  /** One that its queue does not take now, so that the scheduler was not told of it. */
  private Optional<Wait> refused(Job job) {
    try {
      scheduler.checkRoom(job.queue(), Optional.empty());
      return Optional.empty();
    } catch (SubmissionRefusedException e) {
      boolean full = e.reason() == SubmissionRefusedException.Cause.QUEUE_FULL;
      Obstacle obstacle =
          Obstacle.counting(
              full ? Obstacle.QUEUE_FULL : Obstacle.NO_SUCH_QUEUE,
              e.queue(),
              0,
              0,
              "queue " + e.queue() + " " + e.rule());
      Wait wait = new Wait(job.id(), job.queue(), false, 0, 0, List.of(obstacle), Optional.empty());
      return Optional.of(full ? with(wait, wait.obstacles(), estimate.of(wait)) : wait);
    }
  }

  private static Wait with(Wait wait, List<Obstacle> obstacles, Optional<Duration> about) {
    return new Wait(
        wait.job(),
        wait.queue(),
        wait.active(),
        wait.containers(),
        wait.waitingFor(),
        new ArrayList<>(obstacles),
        about);
  }
}
