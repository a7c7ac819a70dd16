package org.millrace.manager.wiring;

import java.util.List;
import java.util.Optional;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.Seen;

/** The ledger as callers outside the engine see it: what they change is acted on at once. */
final class NudgingLedger implements JobLedger {
  private final JobLedger ledger;
  private final Runnable nudge;

  NudgingLedger(JobLedger ledger, Runnable nudge) {
    this.ledger = ledger;
    this.nudge = nudge;
  }

  @Override
  public Opened open(JobRequest request) {
    Opened opened = ledger.open(request);
    nudge.run();
    return opened;
  }

  @Override
  public List<Opened> openAll(List<JobRequest> requests) {
    List<Opened> opened = ledger.openAll(requests);
    nudge.run();
    return opened;
  }

  @Override
  public Optional<Job> find(long jobId) {
    return ledger.find(jobId);
  }

  @Override
  public List<Job> list(JobFilter filter) {
    return ledger.list(filter);
  }

  @Override
  public boolean cancel(long jobId, Seen seen, String reason) {
    boolean cancelled = ledger.cancel(jobId, seen, reason);
    nudge.run();
    return cancelled;
  }

  @Override
  public boolean move(long jobId, Seen seen, String from, String to) {
    boolean moved = ledger.move(jobId, seen, from, to);
    nudge.run();
    return moved;
  }
}
