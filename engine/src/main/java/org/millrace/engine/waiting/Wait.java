package org.millrace.engine.waiting;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;

/**
 * Why a job waits, as of now.
 *
 * @param active whether it may get containers at all
 * @param containers how many it has
 * @param waitingFor how many more it asks for
 * @param obstacles what lasts longest first; never empty
 * @param about how long it will wait for its next container, or for the end of its window, as far
 *     as that can be known; empty where it has containers, where it waits for a person, or where
 *     nothing has been seen yet that says how quick its queue is
 */
public record Wait(
    long job,
    String queue,
    boolean active,
    int containers,
    long waitingFor,
    List<Obstacle> obstacles,
    Optional<Duration> about) {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  public Wait {
    obstacles = List.copyOf(obstacles);
  }

  /** What the scheduler knows, and no estimate. */
  public static Wait of(Explanation explanation) {
    return new Wait(
        explanation.application(),
        explanation.queue(),
        explanation.active(),
        explanation.containers(),
        explanation.waitingFor(),
        explanation.reasons().stream().map(Obstacle::of).toList(),
        Optional.empty());
  }

  public Obstacle dominant() {
    return obstacles.get(0);
  }

  /** Whole seconds, rounded up; null where there is no estimate. */
  public Long aboutSeconds() {
    return about.map(wait -> (wait.toMillis() + 999) / 1000).orElse(null);
  }

  /**
   * What is in the way most, how many jobs are ahead, and how long it takes about: {@code
   * root.partners.acme uses 3 GiB of at most 3 GiB; 2 jobs are ahead; about 40 s}.
   */
  public String sentence() {
    StringBuilder words = new StringBuilder(dominant().sentence());
    obstacles.stream()
        .skip(1)
        .filter(each -> each.is(Reason.Kind.APPLICATIONS_AHEAD))
        .findFirst()
        .ifPresent(
            each ->
                words
                    .append("; ")
                    .append(each.count())
                    .append(each.count() == 1 ? " job is ahead" : " jobs are ahead"));
    if (about.isPresent()) {
      words.append("; about ").append(inWords(Math.max(1, aboutSeconds())));
    }
    return words.toString();
  }

  private static String inWords(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR) {
      return Math.round((double) seconds / MINUTE) + " min";
    }
    return seconds < 2 * DAY
        ? Math.round((double) seconds / HOUR) + " h"
        : Math.round((double) seconds / DAY) + " days";
  }
}
