package org.millrace.engine.waiting;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.stage.Stages;
import org.millrace.scheduling.Lane;

/** Why a job asks for no container though it has not ended. Thread-safe. */
final class OwnObstacles {
  private static final String DELAYED =
      "select count(*), min(due_at) from delayed_task where job_id = :job";
  private static final String WINDOW =
      "select source, messages, closes_at from message_window where job_id = :job";

  private final Database db;
  private final Demand demand;
  private final Leases leases;
  private final Stages stages;
  private final Clock clock;

  OwnObstacles(Database db, Demand demand, Leases leases, Stages stages, Clock clock) {
    this.db = db;
    this.demand = demand;
    this.leases = leases;
    this.stages = stages;
    this.clock = clock;
  }

  /**
   * @param obstacles empty when it is only about to go on, or to end
   * @param about until the first of them is over, where that is known
   */
  record Found(List<Obstacle> obstacles, Optional<Duration> about) {}

  private record Delayed(long count, Instant due) {}

  private record Window(String source, long messages, Instant closesAt) {}

  Found of(Job job) {
    List<Obstacle> obstacles = new ArrayList<>();
    atMax(job).forEach(obstacles::add);
    boolean served = !obstacles.isEmpty();
    Optional<Delayed> delayed = delayed(job);
    delayed.map(this::retry).ifPresent(obstacles::add);
    Optional<Window> window = window(job);
    window.map(this::open).ifPresent(obstacles::add);
    Optional<Instant> until = delayed.map(Delayed::due).or(() -> window.map(Window::closesAt));
    return new Found(obstacles, served ? Optional.empty() : until.map(this::left));
  }

  private List<Obstacle> atMax(Job job) {
    Map<Lane, Integer> running = new HashMap<>();
    leases.all().forEach(each -> running.merge(each.lease().lane(), 1, Integer::sum));
    return demand.pending().stream()
        .filter(each -> each.jobId() == job.id())
        .map(Demand.Pending::lane)
        .flatMap(lane -> atMax(lane, running.getOrDefault(lane, 0)).stream())
        .toList();
  }

  private Optional<Obstacle> atMax(Lane lane, int running) {
    int most =
        stages
            .find(lane.stage())
            .map(stage -> stages.options(stage).maxContainers())
            .orElse(Integer.MAX_VALUE);
    return running < most
        ? Optional.empty()
        : Optional.of(
            Obstacle.counting(
                Obstacle.STAGE_AT_MAX,
                lane.stage(),
                running,
                most,
                "stage %s runs in %d of at most %d %s of %s (maxContainers)"
                    .formatted(
                        lane.stage(),
                        running,
                        most,
                        most == 1 ? "container" : "containers",
                        lane.queue())));
  }

  private Optional<Delayed> delayed(Job job) {
    return db.jdbc()
        .sql(DELAYED)
        .param("job", job.id())
        .query(
            (row, n) -> {
              Timestamp due = row.getTimestamp(2);
              return due == null
                  ? Optional.<Delayed>empty()
                  : Optional.of(new Delayed(row.getLong(1), due.toInstant()));
            })
        .single();
  }

  private Obstacle retry(Delayed delayed) {
    String sentence =
        delayed.count() == 1
            ? "its task failed and is tried again at " + second(delayed.due())
            : "%d tasks failed and are tried again, the first at %s"
                .formatted(delayed.count(), second(delayed.due()));
    return Obstacle.counting(Obstacle.RETRY_LATER, "", delayed.count(), 0, sentence);
  }

  private Optional<Window> window(Job job) {
    return db.jdbc()
        .sql(WINDOW)
        .param("job", job.id())
        .query(
            (row, n) ->
                new Window(row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant()))
        .optional();
  }

  private Obstacle open(Window window) {
    String sentence =
        "its window takes messages of %s until %s, and has %d"
            .formatted(window.source(), second(window.closesAt()), window.messages());
    return Obstacle.counting(Obstacle.WINDOW_OPEN, window.source(), window.messages(), 0, sentence);
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
