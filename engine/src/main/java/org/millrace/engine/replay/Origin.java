package org.millrace.engine.replay;

import java.util.Optional;

/**
 * What a job does anew.
 *
 * @param job the other job's id; it may have been forgotten since
 * @param stage at which this one begins, with what the other had received there; empty when it
 *     began from the same input
 */
public record Origin(long job, Optional<String> stage) {
  /**
   * As the ledger's columns have it.
   *
   * @param job null when it does no other anew
   * @param stage null from the start
   */
  public static Optional<Origin> of(Long job, String stage) {
    return Optional.ofNullable(job).map(id -> new Origin(id, Optional.ofNullable(stage)));
  }
}
