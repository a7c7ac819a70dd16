package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Json;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.ledger.DelayedTasks;
import org.millrace.engine.ledger.Delta;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.JdbcJobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.StageCounts;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/** What every transport promises. */
abstract class TransportContract {
  static final String QUEUE = "root.partners.acme";
  static final Lane LANE = new Lane(QUEUE, "work");

  Database db;
  Leases leases;
  Transport transport;
  DelayedTasks delayed;
  Transports transports;
  private final List<LaneConsumer> opened = new ArrayList<>();
  long job;

  abstract Database database();

  abstract Transport transport(TransportFactory.Parts parts);

  /** More than containers take at once; as many as the store moves in a moment. */
  int many() {
    return 3000;
  }

  /** How many tasks may share what the store keeps as one. */
  int together() {
    return 1;
  }

  /** Moves what lies between this transport's store and the ledger's; nothing when they are one. */
  void pump() {}

  @BeforeEach
  void open() {
    db = database();
    Lanes lanes = new Lanes(db);
    leases = new Leases(db, lanes, Duration.ofSeconds(30));
    TaskRows rows = new TaskRows(lanes);
    transports = new Transports(stage -> transport.name());
    delayed = new DelayedTasks(db, rows, transports);
    transport =
        transport(
            new TransportFactory.Parts(
                db,
                lanes,
                leases,
                rows,
                new SettlementEffects(new NoPipelines()),
                new EffectLog(db, rows, transports),
                transports,
                TransportContract::crashed,
                stage -> together()));
    transports.add(transport);
    job = newJob("a");
  }

  /** The third attempt is the last. */
  private static Outcome crashed(Lane lane, Task task) {
    Failure failure = new Failure(task.attempt(), Instant.EPOCH, "n1", "worker stopped");
    return task.attempt() < 3
        ? new Outcome.Retry(task, failure, Duration.ZERO, true)
        : new Outcome.Dead(task, failure);
  }

  @AfterEach
  void close() throws Exception {
    opened.forEach(LaneConsumer::close);
    db.close();
  }

  @Test
  void noTaskIsClaimedTwice() {
    // Of what shares a message with others nothing is left behind here.
    int half = Math.max(2, together());
    String[] sent = IntStream.range(0, 2 * half).mapToObj(Integer::toString).toArray(String[]::new);
    send(job, sent);
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();

    List<String> claimed = new ArrayList<>(bodies(take(one, half)));
    settle(one, List.of(), 0);
    claimed.addAll(bodies(take(other, half)));

    assertThat(claimed).containsExactlyInAnyOrder(sent);
    assertThat(one.claim(10)).isEmpty();
  }

  @Test
  void settleAcknowledgesSendsAndClaimsTheNextBatch() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 2);

    List<Task> next = lane.settle(done(batch, "after"), 2);

    assertThat(bodies(next)).hasSize(1).doesNotContainAnyElementsOf(bodies(batch));
    assertThat(claimAll("after", 2)).containsExactlyInAnyOrderElementsOf(bodies(batch));
  }

  @Test
  void aJobsTasksComeInTheOrderInWhichTheyWereSent() {
    send(job, "1", "2", "3");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 2);
    assertThat(bodies(batch)).containsExactly("1", "2");
    assertThat(bodies(lane.settle(done(batch, "after"), 2))).containsExactly("3");
    assertThat(claimAll("after", 2)).containsExactly("1", "2");
  }

  @Test
  void whatASettlementSentIsNotThereBeforeIt() {
    send(job, "1");
    List<Task> batch = take(consumer(), 1);
    done(batch, "after");
    pump();
    assertThat(open(new Lane(QUEUE, "after")).claim(1)).isEmpty();
  }

  @Test
  void staleSettleIsRefusedAfterTheLeaseExpired() {
    send(job, "1");
    Lease lease = leases.grant(LANE, "n1");
    LaneConsumer zombie = open(lease);
    List<Task> batch = take(zombie, 1);
    leases.expireAll(lease.node());

    assertThatThrownBy(() -> zombie.settle(done(batch, "after"), 1))
        .isInstanceOf(StaleLeaseException.class);
    assertThatThrownBy(() -> zombie.claim(1)).isInstanceOf(StaleLeaseException.class);
    pump();
    assertThat(open(new Lane(QUEUE, "after")).claim(10)).as("what it sent").isEmpty();
    assertThat(counted()).as("what it counted").isZero();
  }

  @Test
  void settlingTheSameBatchTwiceHasOneEffect() {
    send(job, "1");
    LaneConsumer lane = consumer();
    List<Outcome> outcomes = done(take(lane, 1), "after");
    lane.settle(outcomes, 0);

    assertThatThrownBy(() -> lane.settle(outcomes, 0)).isInstanceOf(StaleLeaseException.class);
    assertThat(claimAll("after", 1)).containsExactly("1");
    pump();
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void aReturnedTaskIsTakenAgainAndTheAttemptDoesNotCount() {
    send(job, "1");
    LaneConsumer lane = consumer();
    Task task = take(lane, 1).get(0);
    assertThat(task.attempt()).isEqualTo(1);
    lane.settle(List.of(new Outcome.Returned(task)), 0);
    lane.close();
    assertThat(take(consumer(), 1).get(0).attempt()).isEqualTo(1);
  }

  @Test
  void aRetriedTaskComesBackWhenItIsDueWithItsHistory() {
    send(job, "1", "2");
    LaneConsumer lane = consumer();
    Task first = take(lane, 1).get(0);
    Failure failure = new Failure(1, Instant.parse("2026-11-21T13:00:00Z"), "n1", "broke");
    List<Task> others =
        settle(lane, List.of(new Outcome.Retry(first, failure, Duration.ofMillis(200), false)), 10);
    assertThat(bodies(others)).as("the lane is not blocked").containsExactly(other(first));
    settle(lane, done(others, null), 0);

    promote(1);
    Task again = take(lane, 1).get(0);
    assertThat(again.uid()).isEqualTo(first.uid());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.failures()).containsExactly(failure);
  }

  @Test
  void aTaskThatAWorkerDiedWithComesAlone() {
    send(job, "1", "2", "3", "4");
    LaneConsumer lane = consumer();
    List<Task> batch = take(lane, 2);
    Failure crash = new Failure(1, Instant.EPOCH, "n1", "worker stopped");
    List<Task> next =
        settle(
            lane,
            batch.stream()
                .<Outcome>map(task -> new Outcome.Retry(task, crash, Duration.ZERO, true))
                .toList(),
            1);
    settle(lane, done(next, null), 0);
    promote(2);

    List<List<String>> batches = new ArrayList<>();
    List<String> seen = new ArrayList<>(bodies(next));
    while (seen.size() < 4) {
      List<Task> claimed = lane.claim(10);
      if (!claimed.isEmpty()) {
        batches.add(bodies(claimed));
        seen.addAll(bodies(claimed));
        settle(lane, done(claimed, null), 0);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(batches).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  @Test
  void aDeadTaskIsKeptWithItsBodyAndHistory() {
    send(job, "bad");
    LaneConsumer lane = consumer();
    Failure last = new Failure(1, Instant.parse("2026-11-21T13:00:00Z"), "n1", "broke");
    lane.settle(List.of(new Outcome.Dead(take(lane, 1).get(0), last)), 0);
    pump();

    List<Task> dead =
        db.jdbc()
            .sql("select " + TaskRows.COLUMNS + " from dead_letter where job_id = " + job)
            .query(TaskRows::read)
            .list();
    assertThat(bodies(dead)).containsExactly("bad");
    assertThat(dead.get(0).failures()).containsExactly(last);
    assertThat(lane.claim(1)).isEmpty();
  }

  @Test
  void purgeDropsWhatWaitsOfOneJobOnly() {
    long second = newJob("b");
    send(job, "1", "2");
    send(second, "other");
    ledger().cancel(job, "not wanted");
    pump();
    assertThat(claimAll("work", 1)).containsExactly("other");
  }

  @Test
  void whatAMovedJobHasWaitingFollowsItAndOthersTasksStay() {
    long second = newJob("b");
    send(job, "1", "2", "3");
    send(second, "other");
    MovedJobs moved = new MovedJobs(db, transports);
    ledger().move(job, QUEUE, "root.partners.new");

    List<Task> followed = settledAfterAMove(moved, open(new Lane("root.partners.new", "work")), 3);
    assertThat(bodies(followed)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(followed).as("no attempt was lost").allMatch(each -> each.attempt() == 1);
    assertThat(claimAll("work", 1)).containsExactly("other");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              moved.lookAgain();
              moved.sweep();
              return db.jdbc().sql("select count(*) from moved_job").query(Long.class).single()
                  == 0;
            });
  }

  /** At least so many tasks, claimed and settled where their job was moved to. */
  final List<Task> settledAfterAMove(MovedJobs moved, LaneConsumer there, int wanted) {
    List<Task> followed = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              moved.lookAgain();
              moved.sweep();
              pump();
              List<Task> claimed = there.claim(10);
              followed.addAll(claimed);
              settle(there, done(claimed, null), 0);
              return followed.size() >= wanted;
            });
    return followed;
  }

  @Test
  void manyContainersDrainALaneWithEachTaskSettledOnce() throws Exception {
    int tasks = many();
    send(job, IntStream.range(0, tasks).mapToObj(Integer::toString).toArray(String[]::new));
    Queue<String> settled = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> drains = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int batch = 1 + i * 20;
        drains.add(threads.submit(() -> drain(batch, tasks, settled)));
      }
      for (Future<?> drain : drains) {
        drain.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(settled).hasSize(tasks).doesNotHaveDuplicates();
    assertThat(claimAll("after", tasks)).hasSize(tasks).doesNotHaveDuplicates();
    pump();
    assertThat(counted()).isEqualTo(tasks);
  }

  private void drain(int batch, int tasks, Queue<String> settled) {
    try (LaneConsumer lane = transport.open(leases.grant(LANE, "n"))) {
      List<Task> claimed = lane.claim(batch);
      while (settled.size() < tasks) {
        settled.addAll(bodies(claimed));
        claimed =
            claimed.isEmpty() ? lane.claim(batch) : lane.settle(done(claimed, "after"), batch);
      }
    }
  }

  LaneConsumer consumer() {
    return open(LANE);
  }

  LaneConsumer open(Lane lane) {
    return open(leases.grant(lane, "n1"));
  }

  LaneConsumer open(Lease lease) {
    LaneConsumer lane = transport.open(lease);
    opened.add(lane);
    return lane;
  }

  /** So many tasks, in one claim, once they have arrived. */
  List<Task> take(LaneConsumer lane, int count) {
    pump();
    List<Task> claimed = lane.claim(count);
    for (int look = 0; claimed.isEmpty() && look < 100; look++) {
      pump();
      claimed = lane.claim(count);
    }
    assertThat(claimed).hasSize(count);
    return claimed;
  }

  static List<Task> settle(LaneConsumer lane, List<Outcome> outcomes, int nextMax) {
    return outcomes.isEmpty() ? List.of() : lane.settle(outcomes, nextMax);
  }

  void promote(int count) {
    await()
        .until(
            () -> {
              pump();
              return db.jdbc()
                      .sql("select count(*) from delayed_task where due_at <= current_timestamp")
                      .query(Integer.class)
                      .single()
                  == count;
            });
    assertThat(delayed.promoteDue()).isEqualTo(count);
    pump();
  }

  /** Tasks that the ledger counts as done. */
  long counted() {
    return db
        .jdbc()
        .sql("select delta from progress where job_id = " + job)
        .query(String.class)
        .list()
        .stream()
        .mapToLong(
            delta ->
                Json.read(delta, new TypeReference<Delta>() {})
                    .byStage()
                    .getOrDefault("work", NOTHING)
                    .done())
        .sum();
  }

  JdbcJobLedger ledger() {
    return new JdbcJobLedger(
        db, transports, delayed, new MovedJobs(db, transports), new JobEnds(db), () -> {});
  }

  long newJob(String key) {
    return ledger()
        .open(
            new JobRequest(
                "p",
                QUEUE,
                "acme",
                "acme",
                new ObjectRef("inbox", key, "v1", 1),
                JobRequest.Disposal.KEEP,
                Map.of()))
        .jobId();
  }

  void send(long toJob, String... bodies) {
    List<Emission> emissions = new ArrayList<>();
    for (String body : bodies) {
      emissions.add(Emission.of(UUID.randomUUID(), "work", body));
    }
    db.inTransaction(() -> transports.send(toJob, QUEUE, emissions));
    pump();
  }

  /** Everything in a stage's lane, of which there should be so much. */
  List<String> claimAll(String stage, int expected) {
    LaneConsumer lane = open(new Lane(QUEUE, stage));
    List<String> bodies = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              pump();
              List<Task> claimed = lane.claim(10_000);
              bodies.addAll(bodies(claimed));
              settle(lane, done(claimed, null), 0);
              return bodies.size() >= expected;
            });
    bodies.addAll(bodies(lane.claim(10_000)));
    return bodies;
  }

  static String other(Task oneOfTwo) {
    return bodies(List.of(oneOfTwo)).equals(List.of("1")) ? "2" : "1";
  }

  private static final StageCounts NOTHING = new StageCounts(0, 0, 0, 0);

  static List<Outcome> done(List<Task> tasks, String sendTo) {
    return tasks.stream()
        .<Outcome>map(
            task ->
                new Outcome.Done(
                    task,
                    sendTo == null
                        ? List.of()
                        : List.of(new Emission(UUID.randomUUID(), sendTo, null, task.body())),
                    List.of()))
        .toList();
  }

  static List<String> bodies(List<Task> tasks) {
    return tasks.stream().map(task -> (String) task.body().decode()).toList();
  }

  private static final class NoPipelines implements PipelineCatalog {
    @Override
    public Optional<Pipeline> find(String name) {
      return Optional.empty();
    }

    @Override
    public Collection<Pipeline> all() {
      return List.of();
    }

    @Override
    public boolean isBarrier(String stage) {
      return false;
    }
  }
}
