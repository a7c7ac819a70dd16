package org.millrace.benchmarks.scheduler.parity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scheduler made of a workload.
 *
 * @param grants in their order
 * @param shares of each tick, by queue, in MB; empty where they are not compared
 */
record Outcome(List<Grant> grants, List<Map<String, Long>> shares) {
  /** YARN bisects for shares in 25 steps and may stop a megabyte too far. */
  private static final long MB = 1;

  private static final long UNITS = 10_000;

  record Grant(int tick, long application, String queue, String node) {}

  /** The first difference of another outcome from this, in words. */
  Optional<String> difference(Outcome other) {
    return grantDifference(other).or(() -> shareDifference(other));
  }

  private Optional<String> grantDifference(Outcome other) {
    for (int i = 0; i < Math.max(grants.size(), other.grants.size()); i++) {
      Grant one = i < grants.size() ? grants.get(i) : null;
      Grant two = i < other.grants.size() ? other.grants.get(i) : null;
      if (one == null || !one.equals(two)) {
        return Optional.of("grant %d: %s, not %s".formatted(i, words(two), words(one)));
      }
    }
    return Optional.empty();
  }

  private static String words(Grant grant) {
    return grant == null
        ? "none"
        : "tick %d, application %d of %s on %s"
            .formatted(grant.tick, grant.application, grant.queue, grant.node);
  }

  private Optional<String> shareDifference(Outcome other) {
    for (int tick = 0; tick < Math.min(shares.size(), other.shares.size()); tick++) {
      for (Map.Entry<String, Long> share : shares.get(tick).entrySet()) {
        long one = share.getValue();
        Long two = other.shares.get(tick).get(share.getKey());
        if (two == null || Math.abs(one - two) > Math.max(MB, one / UNITS)) {
          return Optional.of(
              "fair share of %s in tick %d: %s MB, not %d"
                  .formatted(share.getKey(), tick, two, one));
        }
      }
    }
    return Optional.empty();
  }
}
