package org.millrace.engine.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The record of jobs: what was asked, how far it is, what came of it. Kept in the database; every
 * method but {@link #openAll} is one transaction. Thread-safe.
 */
public interface JobLedger {
  /**
   * Opens a job, once per (bucket, key, etag): asked again it answers the first job.
   *
   * @return the job's id and whether this call made it
   */
  Opened open(JobRequest request);

  /** As {@link #open} of each, in the order given; an implementation may take fewer commits. */
  default List<Opened> openAll(List<JobRequest> requests) {
    return requests.stream().map(this::open).toList();
  }

  /** See {@link #open}. */
  record Opened(long jobId, boolean created) {}

  Optional<Job> find(long jobId);

  /** Newest first. */
  List<Job> list(JobFilter filter);

  /**
   * Which jobs to list; an empty list of states means all.
   *
   * @param before only jobs with a smaller id, for paging; 0 for the first page
   */
  record JobFilter(List<JobState> states, long before, int limit) {}

  /**
   * Ends a job that has not ended: its waiting tasks are dropped, running ones can no longer
   * settle.
   *
   * @param seen only if the job still stands so
   * @return false when the job had already ended, or has changed since it was seen
   */
  boolean cancel(long jobId, Seen seen, String reason);

  /** The same, however the job stands. */
  default boolean cancel(long jobId, String reason) {
    return cancel(jobId, Seen.ANY, reason);
  }

  /**
   * Moves a job to another queue, and in the same transaction what it has waiting to that queue's
   * lanes; what is in hand ends where it is. Whether the queue takes it is the caller's to know.
   *
   * @param seen only if the job still stands so
   * @return false when the job has ended, is not in queue {@code from}, or has changed since it was
   *     seen
   */
  boolean move(long jobId, Seen seen, String from, String to);

  /** The same, however the job stands. */
  default boolean move(long jobId, String from, String to) {
    return move(jobId, Seen.ANY, from, to);
  }
}
