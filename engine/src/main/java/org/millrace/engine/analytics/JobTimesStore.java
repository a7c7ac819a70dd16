package org.millrace.engine.analytics;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.analytics.JobTimes.Counts;
import org.millrace.engine.analytics.JobTimes.Ended;
import org.millrace.engine.analytics.JobTimes.Key;
import org.millrace.engine.analytics.JobTimes.Run;
import org.millrace.engine.db.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down what a process has seen of single jobs. Belongs to one thread. */
final class JobTimesStore {
  /** Tasks are written down as running once they have run for so long. */
  private static final long LONG_MILLIS = 2_000;

  private static final String FORGET_RUNNING =
      "delete from slow_task where node = :node and millis is null";
  private static final String FORGET_SLOWEST =
      """
      delete from slow_task
      where job_id = :job and stage = :stage and node = :node and millis is not null
      """;
  /* A job may be gone since. */
  private static final String INSERT =
      """
      insert into slow_task (job_id, stage, uid, attempt, node, begun_at, millis)
      select id, ?, ?, ?, ?, ?, cast(? as bigint) from job where id = ?
      """;
  private static final String BANDS =
      "select job_id, stage, begun, seconds, done, failed from job_band where job_id = any(:jobs)";
  private static final String UPDATE =
      """
      update job_band set seconds = :seconds, done = :done, failed = :failed
      where job_id = :job and stage = :stage
      """;
  private static final String FIRST =
      """
      insert into job_band (job_id, stage, begun, seconds, done, failed)
      select id, :stage, :begun, :seconds, :done, :failed from job where id = :job
      """;

  private static final int MOST_KNOWN = 4_000;

  private final Database db;
  private final JobTimes times;
  private final String node;
  private final Map<Key, Held> known = new Latest<>();
  private boolean someRan;

  private static final class Latest<V> extends LinkedHashMap<Key, V> {
    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  /** What was done at a second, and is not in the band yet; null when all is. */
  private record Held(long second, Counts counts) {}

  /**
   * @param node this process's name
   */
  JobTimesStore(Database db, JobTimes times, String node) {
    this.db = db;
    this.times = times;
    this.node = node;
  }

  void flush(long nowMillis) {
    List<Run> running = times.runningSince(nowMillis - LONG_MILLIS);
    Map<Key, List<Ended>> slowest = times.takeSlowest();
    Map<Key, List<Held>> due = due(times.takeCounts(), nowMillis / 1000);
    if (running.isEmpty() && slowest.isEmpty() && due.isEmpty() && !someRan) {
      return;
    }
    db.inTransaction(
        () -> {
          db.jdbc().sql(FORGET_RUNNING).param("node", node).update();
          slowest.keySet().forEach(this::forgetSlowest);
          List<Object[]> rows = new ArrayList<>();
          running.forEach(run -> rows.add(row(run, null)));
          slowest.values().stream()
              .flatMap(List::stream)
              .forEach(each -> rows.add(row(each.run(), each.millis())));
          db.batch(INSERT, rows);
          bands(due);
        });
    someRan = !running.isEmpty();
  }

  /* What a job does at first is held back: one that is done by the next time needs no band. */
  private Map<Key, List<Held>> due(Map<Key, Counts> counts, long second) {
    Map<Key, List<Held>> due = new HashMap<>();
    counts.forEach(
        (key, each) -> {
          Held now = new Held(second, each);
          if (!known.containsKey(key)) {
            known.put(key, now);
            return;
          }
          Held held = known.put(key, null);
          due.put(key, held == null ? List.of(now) : List.of(held, now));
        });
    return due;
  }

  private void forgetSlowest(Key key) {
    db.jdbc()
        .sql(FORGET_SLOWEST)
        .param("job", key.job())
        .param("stage", key.stage())
        .param("node", node)
        .update();
  }

  private Object[] row(Run run, Long millis) {
    return new Object[] {
      run.stage(),
      run.task(),
      run.attempt(),
      node,
      new Timestamp(run.begunMillis()),
      millis,
      run.job()
    };
  }

  private void bands(Map<Key, List<Held>> due) {
    if (due.isEmpty()) {
      return;
    }
    Map<Key, Band> bands = new HashMap<>();
    db.jdbc()
        .sql(BANDS)
        .param("jobs", due.keySet().stream().map(Key::job).distinct().toArray(Long[]::new))
        .query(
            row -> {
              bands.put(
                  new Key(row.getLong(1), row.getString(2)),
                  Band.of(row.getLong(3), row.getInt(4), row.getString(5), row.getString(6)));
            });
    due.forEach((key, held) -> write(key, bands.get(key), held));
  }

  private void write(Key key, Band before, List<Held> held) {
    Band band = before == null ? Band.from(held.get(0).second()) : before;
    for (Held each : held) {
      band = band.plus(each.second(), each.counts().done(), each.counts().failed());
    }
    JdbcClient.StatementSpec sql =
        before == null ? db.jdbc().sql(FIRST).param("begun", band.begun()) : db.jdbc().sql(UPDATE);
    sql.param("job", key.job())
        .param("stage", key.stage())
        .param("seconds", band.seconds())
        .param("done", band.doneText())
        .param("failed", band.failedText())
        .update();
  }
}
