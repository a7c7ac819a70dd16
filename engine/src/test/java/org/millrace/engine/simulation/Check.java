package org.millrace.engine.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.MemoryObjects;
import org.millrace.engine.objects.ObjectRef;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * After the drain: every task of the plan had its effect once, the counters say so, and nothing is
 * left anywhere.
 */
final class Check {
  private static final String LEFT =
      """
      select (select count(*) from job
              where not tidied or state not in ('COMPLETED', 'FAILED', 'CANCELLED'))
           + (select count(*) from task) + (select count(*) from delayed_task)
           + (select count(*) from progress) + (select count(*) from lease)
           + (select count(*) from moved_job) + (select count(*) from outbox)
      """;
  private static final List<String> EMPTY =
      List.of("task", "delayed_task", "progress", "lease", "moved_job", "outbox");

  private final JdbcClient jdbc;
  private final MemoryObjects objects;
  private final Plan plan;
  private final Profile profile;
  private final Baton baton;
  private int effects;

  Check(JdbcClient jdbc, MemoryObjects objects, Plan plan, Profile profile, Baton baton) {
    this.jdbc = jdbc;
    this.objects = objects;
    this.plan = plan;
    this.profile = profile;
    this.baton = baton;
  }

  private record JobRow(long id, String state, long outstanding, long dead, String error) {}

  private record StageRow(String stage, long created, long done, long failed, long dead) {}

  private record DeadRow(String stage, String path, int attempt, String errors) {}

  /** How many effects were found, once each. */
  int effects() {
    return effects;
  }

  boolean drained() {
    return jdbc.sql(LEFT).query(Long.class).single() == 0;
  }

  /**
   * @param keys by job, what it was opened for
   * @param cancelled jobs of which somebody asked that they be cancelled
   */
  void all(Map<Long, String> keys, Set<Long> cancelled) {
    for (String table : EMPTY) {
      List<Map<String, Object>> rows = jdbc.sql("select * from " + table).query().listOfRows();
      same("rows left in " + table, List.of(), rows);
    }
    List<JobRow> jobs =
        jdbc.sql("select id, state, outstanding, dead, error from job order by id")
            .query(
                (row, n) ->
                    new JobRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getString(5)))
            .list();
    same("jobs", List.copyOf(keys.keySet()), jobs.stream().map(JobRow::id).toList());
    for (JobRow job : jobs) {
      if (job.state().equals("CANCELLED")) {
        same("job " + job.id() + " may be cancelled", true, cancelled.contains(job.id()));
        same("parts left of cancelled job " + job.id(), List.of(), parts(job.id(), "%"));
      } else {
        job(job, keys.get(job.id()));
      }
    }
  }

  private void job(JobRow job, String entry) {
    String which = "job " + job.id() + " ";
    List<DeadRow> deadRows = dead(job.id());
    List<String> dead = deadRows.stream().map(DeadRow::path).sorted().toList();
    deadRows.forEach(each -> dead(which, each));
    for (String path : plan.risky(entry)) {
      if (plan.isBad(path)) {
        same(which + "has dead " + path, true, dead.contains(path));
      }
    }
    same(which + "state", dead.isEmpty() ? "COMPLETED" : "FAILED", job.state());
    same(which + "outstanding", 0L, job.outstanding());
    same(which + "dead", (long) dead.size(), job.dead());
    counters(which, job.id(), entry, dead);
    List<String> all = plan.partsOfCollect(entry, dead);
    if (dead.isEmpty()) {
      same(which + "result", String.join("\n", all), result(job.id()));
    } else {
      same(which + "parts of sum", plan.partsOfSum(entry), parts(job.id(), "sum"));
      same(which + "parts of collect", all, parts(job.id(), "collect"));
    }
    effects += all.size() + plan.work(entry).size();
  }

  private void dead(String which, DeadRow row) {
    String what = which + "dead " + row.path() + " ";
    same(what + "stage", "risky", row.stage());
    same(what + "attempt", Plan.MOST_ATTEMPTS, row.attempt());
    same(
        what + "history of " + row.errors(),
        Plan.MOST_ATTEMPTS + 1,
        row.errors().split("\"attempt\":").length);
    if (profile.calm() && profile.containers() == 1) {
      same(what + "is planned", true, plan.isBad(row.path()));
    }
  }

  private void counters(String which, long job, String entry, List<String> dead) {
    List<StageRow> rows =
        jdbc.sql("select stage, created, done, failed, dead from job_stage where job_id = :job")
            .param("job", job)
            .query(
                (row, n) ->
                    new StageRow(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
            .list();
    count(which, rows, "entry", 1, 0);
    count(which, rows, "work", plan.work(entry).size(), 0);
    count(which, rows, "chain", plan.allChain(entry).size(), 0);
    count(which, rows, "risky", plan.risky(entry).size(), dead.size());
    count(which, rows, "sum", 1, 0);
    count(which, rows, "collect", dead.isEmpty() ? 1 : 0, 0);
  }

  private void count(String which, List<StageRow> rows, String stage, long created, long dead) {
    StageRow row =
        rows.stream()
            .filter(each -> each.stage().equals(stage))
            .findFirst()
            .orElse(new StageRow(stage, 0, 0, 0, 0));
    same(which + stage + " created", created, row.created());
    same(which + stage + " done", created - dead, row.done());
    same(which + stage + " dead", dead, row.dead());
    same(which + stage + " failed enough", true, row.failed() >= dead * Plan.MOST_ATTEMPTS);
  }

  private List<DeadRow> dead(long job) {
    return jdbc.sql(
            """
            select l.stage, d.body, d.attempt, d.errors
            from dead_letter d join lane l on l.id = d.lane_id where d.job_id = :job
            """)
        .param("job", job)
        .query(
            (row, n) ->
                new DeadRow(
                    row.getString(1),
                    new String(row.getBytes(2), StandardCharsets.UTF_8),
                    row.getInt(3),
                    row.getString(4)))
        .list();
  }

  private List<String> parts(long job, String stage) {
    return new ArrayList<>(
        jdbc
            .sql("select body from part where job_id = :job and stage like :stage")
            .param("job", job)
            .param("stage", stage)
            .query((row, n) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
            .list()
            .stream()
            .sorted()
            .toList());
  }

  private String result(long job) {
    try {
      Optional<ObjectRef> result = objects.find("results", job + "/effects");
      return result.isEmpty()
          ? "none"
          : new String(objects.read(result.get(), 0, result.get().size()).readAllBytes());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      baton.violation(what + ": expected " + expected + ", found " + found);
    }
  }
}
