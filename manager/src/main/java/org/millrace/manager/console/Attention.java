package org.millrace.manager.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.ledger.Backlog;
import org.millrace.engine.ledger.JobSearch;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.node.Scheduler;

/** What somebody should look at first. Thread-safe. */
final class Attention {
  private static final Duration RECENTLY = Duration.ofHours(24);
  private static final int COUNTED = 100;

  private final JobSearch jobs;
  private final Scheduler scheduler;
  private final QueueMarks drained;
  private final Clock clock;

  Attention(JobSearch jobs, Scheduler scheduler, QueueMarks drained, Clock clock) {
    this.drained = drained;
    this.jobs = jobs;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Something to look at.
   *
   * @param kind bad, warn or info
   * @param link where to do something about it
   */
  public record Item(String kind, String title, String text, String link, String step) {}

  /** The worst first; empty when all is well. */
  List<Item> now(Pulse.Beat beat) {
    List<Item> items = new ArrayList<>();
    Show show = Show.INSTANCE;
    if (beat.workers().isEmpty()) {
      items.add(
          new Item(
              "bad",
              "No worker is running",
              "Jobs are accepted, but nothing works on them. Start one: ./millrace worker",
              "/workers",
              "Workers"));
    }
    drained(beat).ifPresent(items::add);
    if (beat.deadLetters() > 0) {
      items.add(
          new Item(
              "bad",
              letters(beat.deadLetters()),
              "Tasks that ran out of attempts wait for somebody to replay or discard them.",
              "/dead-letters",
              "Look at them"));
    }
    int failed = failedRecently();
    if (failed > 0) {
      items.add(
          new Item(
              "bad",
              (failed == COUNTED ? COUNTED + " or more jobs" : show.plural(failed, "job"))
                  + " failed in the last 24 hours",
              "Each says why on its page.",
              "/jobs?state=FAILED&since=24h",
              "See which"));
    }
    held("paused", scheduler.pauses()).ifPresent(items::add);
    held("drained", drained.all()).ifPresent(items::add);
    long pausedJobs = beat.jobs(JobState.PAUSED);
    if (pausedJobs > 0) {
      items.add(
          new Item(
              "info",
              show.plural(pausedJobs, "job") + (pausedJobs == 1 ? " is" : " are") + " paused",
              "They keep what they have done and go on when they are resumed.",
              "/jobs?state=PAUSED",
              "See which"));
    }
    return items;
  }

  private static Optional<Item> held(String how, List<Mark> marks) {
    List<String> queues = marks.stream().map(Mark::queue).toList();
    return queues.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Item(
                "warn",
                Show.INSTANCE.plural(queues.size(), "queue")
                    + (queues.size() == 1 ? " is " : " are ")
                    + how,
                Show.INSTANCE.cut(String.join(", ", queues), 120),
                "/queues",
                "Queues"));
  }

  /** Somebody may have forgotten it; with all of them nothing works. */
  private static Optional<Item> drained(Pulse.Beat beat) {
    List<String> drained =
        beat.workers().stream()
            .filter(each -> each.node().drained().isPresent())
            .map(each -> each.node().name())
            .toList();
    if (drained.isEmpty()) {
      return Optional.empty();
    }
    boolean all = drained.size() == beat.workers().size();
    String count = Show.INSTANCE.plural(drained.size(), "worker");
    return Optional.of(
        new Item(
            all ? "bad" : "warn",
            all
                ? "Every worker is drained"
                : count + (drained.size() == 1 ? " is" : " are") + " drained",
            (all ? "Jobs are accepted, but nothing works on them: " : "They get no work: ")
                + Show.INSTANCE.cut(String.join(", ", drained), 120),
            "/workers",
            "Workers"));
  }

  private static String letters(long count) {
    return count < Backlog.MOST_LETTERS
        ? Show.INSTANCE.plural(count, "dead letter")
        : Show.INSTANCE.count(count) + " or more dead letters";
  }

  private int failedRecently() {
    Instant since = clock.instant().minus(RECENTLY);
    return jobs.newest(JobState.FAILED, since, COUNTED);
  }
}
