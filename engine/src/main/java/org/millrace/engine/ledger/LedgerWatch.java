package org.millrace.engine.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.millrace.engine.db.Database;

/**
 * Sees what has changed in the ledger between two looks, wherever it was changed. A look is a
 * handful of indexed statements whatever lies in the ledger; of more than 2,000 jobs at work the
 * newest are followed. Not thread-safe.
 */
public final class LedgerWatch {
  /** Jobs that are followed; ended ones are forgotten first. */
  private static final int MOST = 4_000;

  /** Ids are given out before they are committed: one may appear behind others that were seen. */
  private static final long LOOK_BACK = 100;

  private static final String COLUMNS =
      "select id, state, pipeline, queue, source, from_stage from job ";
  static final String AT_WORK =
      COLUMNS + "where state = :state order by state desc, id desc limit 2000";
  static final String NEW = COLUMNS + "where id > :after order by id desc limit 1000";
  private static final String BY_ID = COLUMNS + "where id = any(:ids)";
  private static final String STAGES =
      """
      select s.job_id, s.stage, s.created, s.done, s.failed, s.dead
      from job_stage s where s.job_id = any(:ids)
      """;
  static final String LATEST = "select coalesce(max(id), 0) from job";
  static final String ENDS =
      """
      select forget_from from job where forget_from is not null order by forget_from desc limit 1
      """;
  private static final String PAUSES =
      """
      select queue, paused_by, 'paused' as what from paused_queue
      union all select queue, drained_by, 'drained' from drained_queue order by 1, 3
      """;
  private static final String NODES =
      """
      select n.name, draining, memory_mb, milli_cores, network, containers, started_at, d.drained_at
      from node n left join drained_node d on d.name = n.name order by n.name
      """;
  private static final String LEASES =
      "select count(*) as leases, coalesce(max(id), 0) as latest from lease";
  /* Exact as long as they are few; a million need not be counted twice a second. */
  static final String LETTERS =
      """
      select (select max(id) from dead_letter) as last, (select min(id) from dead_letter) as first,
             (select count(*) from (select 1 from dead_letter limit 2000) few) as few
      """;

  /** What a page may show. */
  public enum Kind {
    JOBS,
    QUEUES,
    STAGES,
    WORKERS,
    DEAD_LETTERS
  }

  /**
   * A job as it is now.
   *
   * @param fromStage at which it began; null at the first
   * @param stages those that a task has reached; empty of one that has ended or not begun
   */
  public record Seen(
      long id,
      JobState state,
      String pipeline,
      String queue,
      String source,
      String fromStage,
      List<StageProgress> stages) {}

  /**
   * @param jobs those whose state, queue or counts have changed, by id
   * @param moved of these, the ones whose state or queue has changed
   * @param kinds what has changed, jobs included
   */
  public record Changes(List<Seen> jobs, Set<Long> moved, Set<Kind> kinds) {}

  private final Database db;
  private final LinkedHashMap<Long, Seen> known = new LinkedHashMap<>();
  private final Map<Kind, Object> prints = new HashMap<>();
  private Object ends;
  private long latest;
  private boolean begun;

  public LedgerWatch(Database db) {
    this.db = db;
  }

  /** Forgets what it saw: the next look is the first. */
  public void reset() {
    known.clear();
    prints.clear();
    begun = false;
  }

  /** What has changed since the last look; nothing at the first. */
  public Changes look() {
    Map<Long, Seen> now = jobs();
    List<Seen> changed = new ArrayList<>();
    Set<Long> moved = new TreeSet<>();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Seen job : now.values()) {
      Seen before = known.put(job.id(), job);
      if (!job.equals(before)) {
        changed.add(job);
        boolean elsewhere =
            before == null || before.state() != job.state() || !before.queue().equals(job.queue());
        if (elsewhere) {
          moved.add(job.id());
          kinds.add(Kind.QUEUES);
        }
        kinds.add(Kind.JOBS);
        kinds.add(Kind.STAGES);
      }
    }
    forgetEnded();
    Object lastEnd = db.jdbc().sql(ENDS).query().listOfRows();
    if (!Objects.equals(lastEnd, ends)) {
      ends = lastEnd;
      kinds.add(Kind.JOBS);
    }
    compare(Kind.QUEUES, PAUSES, kinds);
    compare(Kind.WORKERS, NODES, kinds);
    if (differs(Kind.STAGES, LEASES)) {
      kinds.add(Kind.WORKERS);
      kinds.add(Kind.STAGES);
      kinds.add(Kind.QUEUES);
    }
    compare(Kind.DEAD_LETTERS, LETTERS, kinds);
    if (!begun) {
      begun = true;
      return new Changes(List.of(), Set.of(), Set.of());
    }
    return new Changes(changed, moved, kinds);
  }

  private Map<Long, Seen> jobs() {
    Map<Long, Seen> found = new LinkedHashMap<>();
    for (String state : List.of("ACTIVE", "PAUSED")) {
      add(db.jdbc().sql(AT_WORK).param("state", state).query(LedgerWatch::bare).list(), found);
    }
    if (!begun) {
      latest = db.jdbc().sql(LATEST).query(Long.class).single();
    }
    List<Seen> recent =
        db.jdbc().sql(NEW).param("after", latest - LOOK_BACK).query(LedgerWatch::bare).list();
    add(recent, found);
    recent.forEach(each -> latest = Math.max(latest, each.id()));
    // Those that were at work or waited and are not among these: they have ended, or wait again.
    Long[] gone =
        known.values().stream()
            .filter(each -> !each.state().ended() && !found.containsKey(each.id()))
            .map(Seen::id)
            .toArray(Long[]::new);
    if (gone.length > 0) {
      List<Seen> ended = db.jdbc().sql(BY_ID).param("ids", gone).query(LedgerWatch::bare).list();
      add(ended, found);
      List.of(gone).stream().filter(id -> !found.containsKey(id)).forEach(known::remove);
    }
    return withStages(found);
  }

  private Map<Long, Seen> withStages(Map<Long, Seen> jobs) {
    Long[] ids =
        jobs.values().stream()
            .filter(each -> each.state() == JobState.ACTIVE || each.state() == JobState.PAUSED)
            .map(Seen::id)
            .toArray(Long[]::new);
    Map<Long, List<StageProgress>> stages = new HashMap<>();
    db.jdbc()
        .sql(STAGES)
        .param("ids", ids)
        .query(
            row -> {
              stages
                  .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                  .add(
                      new StageProgress(
                          row.getString(2),
                          row.getLong(3),
                          row.getLong(4),
                          row.getLong(5),
                          row.getLong(6),
                          0));
            });
    stages.forEach(
        (id, of) -> {
          Collections.sort(of, java.util.Comparator.comparing(StageProgress::name));
          Seen bare = jobs.get(id);
          jobs.put(
              id,
              new Seen(
                  id,
                  bare.state(),
                  bare.pipeline(),
                  bare.queue(),
                  bare.source(),
                  bare.fromStage(),
                  of));
        });
    return jobs;
  }

  private void forgetEnded() {
    if (known.size() > MOST) {
      known.values().removeIf(each -> each.state().ended() && each.id() <= latest - LOOK_BACK);
    }
    var oldest = known.keySet().iterator();
    for (int over = known.size() - MOST; over > 0; over--) {
      oldest.next();
      oldest.remove();
    }
  }

  private void compare(Kind kind, String sql, Set<Kind> kinds) {
    if (differs(kind, sql)) {
      kinds.add(kind);
    }
  }

  private boolean differs(Kind kind, String sql) {
    Object now = db.jdbc().sql(sql).query().listOfRows();
    return !now.equals(prints.put(kind, now));
  }

  private static void add(Collection<Seen> jobs, Map<Long, Seen> to) {
    jobs.forEach(each -> to.put(each.id(), each));
  }

  private static Seen bare(java.sql.ResultSet row, int n) throws java.sql.SQLException {
    return new Seen(
        row.getLong(1),
        JobState.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        List.of());
  }
}
