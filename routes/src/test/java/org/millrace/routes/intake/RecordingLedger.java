package org.millrace.routes.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.Seen;
import org.millrace.engine.objects.ObjectRef;

/** A ledger in memory that opens jobs, once a version, and shows what it was asked. */
final class RecordingLedger implements JobLedger {

  private final Map<ObjectRef, Long> jobs = new LinkedHashMap<>();
  private final List<JobRequest> opened = new ArrayList<>();
  private int asked;
  private int failures;

  @Override
  public synchronized Opened open(JobRequest request) {
    asked++;
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the database is away");
    }
    Long known = jobs.get(request.input());
    if (known != null) {
      return new Opened(known, false);
    }
    long id = jobs.size() + 1;
    jobs.put(request.input(), id);
    opened.add(request);
    return new Opened(id, true);
  }

  synchronized void failNext(int times) {
    failures = times;
  }

  synchronized List<JobRequest> opened() {
    return List.copyOf(opened);
  }

  synchronized List<String> keys() {
    return opened.stream().map(request -> request.input().key()).toList();
  }

  synchronized int asked() {
    return asked;
  }

  @Override
  public Optional<Job> find(long jobId) {
    throw new UnsupportedOperationException("this ledger only opens jobs");
  }

  @Override
  public List<Job> list(JobFilter filter) {
    throw new UnsupportedOperationException("this ledger only opens jobs");
  }

  @Override
  public boolean move(long jobId, Seen seen, String from, String to) {
    throw new UnsupportedOperationException("this ledger only opens jobs");
  }

  @Override
  public boolean cancel(long jobId, Seen seen, String reason) {
    throw new UnsupportedOperationException("this ledger only opens jobs");
  }
}
