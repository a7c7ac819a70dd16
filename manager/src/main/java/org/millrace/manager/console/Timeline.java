package org.millrace.manager.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobTasks;
import org.millrace.engine.task.Failure;

/**
 * A job's time as the ledger knows it: how long it waited, how long it ran, and when attempts
 * failed of which it has kept the history. Positions are 0 to 100.
 *
 * @param started where the wait ends
 * @param end of what is drawn: now, or when it ended
 */
public record Timeline(
    Instant from, Instant end, double started, String waited, String ran, List<Mark> marks) {
  private static final int MOST_MARKS = 100;

  /**
   * An attempt that failed.
   *
   * @param at 0 to 100
   */
  public record Mark(
      double at, Instant when, String stage, int attempt, String node, String error) {}

  static Timeline of(
      Job job,
      List<JobTasks.Delayed> delayed,
      DeadLetters letters,
      List<DeadLetter> dead,
      Instant now) {
    Instant from = job.submittedAt();
    Instant end = job.finishedAt().orElse(now);
    Instant started = job.startedAt().orElse(end);
    List<Mark> marks = new ArrayList<>();
    for (JobTasks.Delayed task : delayed) {
      task.failures().forEach(each -> marks.add(mark(each, task.stage(), from, end)));
    }
    for (DeadLetter letter : dead) {
      letters
          .find(letter.id())
          .ifPresent(
              content ->
                  content
                      .history()
                      .forEach(each -> marks.add(mark(each, letter.stage(), from, end))));
    }
    marks.sort(Comparator.comparing(Mark::when).reversed());
    return new Timeline(
        from,
        end,
        position(started, from, end),
        Show.INSTANCE.between(from, started),
        job.startedAt().map(at -> Show.INSTANCE.between(at, end)).orElse(""),
        marks.stream().limit(MOST_MARKS).toList());
  }

  private static Mark mark(Failure failure, String stage, Instant from, Instant end) {
    return new Mark(
        position(failure.at(), from, end),
        failure.at(),
        stage,
        failure.attempt(),
        failure.node(),
        failure.error());
  }

  private static double position(Instant at, Instant from, Instant end) {
    double whole = Math.max(1, Duration.between(from, end).toMillis());
    return Math.max(0, Math.min(100, 100 * Duration.between(from, at).toMillis() / whole));
  }
}
