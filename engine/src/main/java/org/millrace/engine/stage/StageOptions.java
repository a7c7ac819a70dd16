package org.millrace.engine.stage;

import java.time.Duration;
import java.util.List;

/**
 * The options of a stage, read and checked.
 *
 * @param memory bytes a container
 * @param milliCores thousandths of a core a container
 * @param network bytes a second a container
 * @param transport how its tasks travel
 * @param after stages that must have ended before this one starts; empty for an ordinary stage
 * @param keepInputs whether what its tasks were given is kept with their job; a barrier's is anyway
 */
public record StageOptions(
    long memory,
    int milliCores,
    long network,
    int batch,
    int maxAttempts,
    Duration backoff,
    Duration timeout,
    String transport,
    List<String> after,
    int maxContainers,
    boolean keepInputs) {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  public StageOptions {
    after = List.copyOf(after);
  }

  public boolean isBarrier() {
    return !after.isEmpty();
  }

  /** How long a task waits after its attempt of this number has failed. */
  public Duration backoffAfter(int attempt) {
    Duration doubled = backoff.multipliedBy(1L << Math.min(Math.max(0, attempt - 1), 20));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }
}
