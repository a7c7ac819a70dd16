package org.millrace.manager.wiring;

import java.util.List;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.Seen;

/**
 * The ledger as sources see it: a job is opened only in a queue to which its source may submit.
 * What is refused is in nobody's hand, and the source tries it again.
 */
final class SourcesLedger implements JobLedger {
  private final JobLedger ledger;
  private final Steering steering;

  SourcesLedger(JobLedger ledger, Steering steering) {
    this.ledger = ledger;
    this.steering = steering;
  }

  @Override
  public Opened open(JobRequest request) {
    steering.checkSource(request.source(), request.queue());
    return ledger.open(request);
  }

  @Override
  public List<Opened> openAll(List<JobRequest> requests) {
    requests.forEach(each -> steering.checkSource(each.source(), each.queue()));
    return ledger.openAll(requests);
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
    return ledger.cancel(jobId, seen, reason);
  }

  @Override
  public boolean move(long jobId, Seen seen, String from, String to) {
    return ledger.move(jobId, seen, from, to);
  }
}
