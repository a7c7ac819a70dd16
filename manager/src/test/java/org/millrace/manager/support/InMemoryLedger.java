package org.millrace.manager.support;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.Seen;
import org.millrace.engine.ledger.StageProgress;

/** Keeps jobs in a map; a test moves them along by hand. */
public final class InMemoryLedger implements JobLedger {
  private final Map<Long, Job> jobs = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final Clock clock;

  public InMemoryLedger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Opened open(JobRequest request) {
    return jobs.values().stream()
        .filter(job -> job.input().equals(request.input()))
        .findFirst()
        .map(job -> new Opened(job.id(), false))
        .orElseGet(() -> create(request));
  }

  @Override
  public Optional<Job> find(long jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  @Override
  public List<Job> list(JobFilter filter) {
    return jobs.values().stream()
        .filter(job -> filter.states().isEmpty() || filter.states().contains(job.state()))
        .filter(job -> filter.before() == 0 || job.id() < filter.before())
        .sorted(Comparator.comparingLong(Job::id).reversed())
        .limit(filter.limit())
        .toList();
  }

  @Override
  public synchronized boolean cancel(long jobId, Seen seen, String reason) {
    Job job = jobs.get(jobId);
    if (job.state().ended() || !seen.holds(job.state(), job.queue())) {
      return false;
    }
    end(jobId, JobState.CANCELLED, Optional.of(reason), List.of());
    return true;
  }

  @Override
  public synchronized boolean move(long jobId, Seen seen, String from, String to) {
    Job job = jobs.get(jobId);
    if (job.state().ended() || !job.queue().equals(from) || !seen.holds(job.state(), job.queue())) {
      return false;
    }
    change(jobId, each -> inQueue(each, to));
    return true;
  }

  /** The job starts, with these counts. */
  public void run(long jobId, StageProgress... stages) {
    change(
        jobId,
        job ->
            with(
                job,
                JobState.ACTIVE,
                Optional.of(job.startedAt().orElse(clock.instant())),
                Optional.empty(),
                Optional.empty(),
                List.of(stages),
                List.of()));
  }

  public void complete(long jobId, JobResult... results) {
    end(jobId, JobState.COMPLETED, Optional.empty(), List.of(results));
  }

  public void fail(long jobId, String error) {
    end(jobId, JobState.FAILED, Optional.of(error), List.of());
  }

  private Opened create(JobRequest request) {
    long id = ids.incrementAndGet();
    jobs.put(
        id,
        new Job(
            id,
            request.pipeline(),
            request.queue(),
            request.source(),
            request.owner(),
            request.input(),
            request.disposal(),
            request.settings(),
            JobState.ACCEPTED,
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of()));
    return new Opened(id, true);
  }

  private void end(long jobId, JobState state, Optional<String> error, List<JobResult> results) {
    change(
        jobId,
        job ->
            with(
                job,
                state,
                Optional.of(job.startedAt().orElse(clock.instant())),
                Optional.of(clock.instant()),
                error,
                job.stages(),
                results));
  }

  private void change(long jobId, UnaryOperator<Job> change) {
    jobs.compute(jobId, (id, job) -> change.apply(job));
  }

  private static Job inQueue(Job job, String queue) {
    return new Job(
        job.id(),
        job.pipeline(),
        queue,
        job.source(),
        job.owner(),
        job.input(),
        job.disposal(),
        job.settings(),
        job.state(),
        job.submittedAt(),
        job.startedAt(),
        job.finishedAt(),
        job.error(),
        job.origin(),
        job.stages(),
        job.results());
  }

  private static Job with(
      Job job,
      JobState state,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> error,
      List<StageProgress> stages,
      List<JobResult> results) {
    return new Job(
        job.id(),
        job.pipeline(),
        job.queue(),
        job.source(),
        job.owner(),
        job.input(),
        job.disposal(),
        job.settings(),
        state,
        job.submittedAt(),
        startedAt,
        finishedAt,
        error,
        job.origin(),
        stages,
        results);
  }
}
