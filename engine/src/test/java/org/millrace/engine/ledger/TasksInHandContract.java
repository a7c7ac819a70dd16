package org.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.TasksInHand.At;

/** What containers have in hand of which job, whatever waits behind it. */
abstract class TasksInHandContract {
  private Database db;
  private TasksInHand tasks;

  abstract Database database();

  /** A table with one column {@code n} of the numbers from one to another. */
  abstract String series(int from, int to);

  /** The plan of counting one job's tasks in a lane. */
  abstract String plan(Database db, long job, int lane);

  @BeforeEach
  void open() {
    db = database();
    tasks = new TasksInHand(db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void tasksInHandAreCountedByJobAndStageAndThoseThatWaitAreNot() {
    int lane = lane("root.a", "parse");
    long first = job("root.a");
    long second = job("root.a");
    long lease = lease(lane);
    rows(first, lane, lease, 1, 2);
    rows(first, lane, 0, 3, 500);
    rows(second, lane, lease, 501, 501);
    rows(second, lane, 0, 502, 600);

    assertThat(tasks.of(List.of(first, second)))
        .containsOnly(entry(new At(first, "parse"), 2L), entry(new At(second, "parse"), 1L));
    assertThat(tasks.of(List.of(second))).containsOnlyKeys(new At(second, "parse"));
  }

  @Test
  void aRowOfManyTasksCountsAsMany() {
    int lane = lane("root.a", "parse");
    long job = job("root.a");
    rows(job, lane, lease(lane), 1, 3);
    db.jdbc().sql("update task set tasks = 40 where id = (select min(id) from task)").update();

    assertThat(tasks.of(List.of(job))).containsEntry(new At(job, "parse"), 42L);
  }

  @Test
  void whatAMovedJobHasInHandWhereItWasCountsToo() {
    int before = lane("root.a", "parse");
    int now = lane("root.b", "parse");
    long job = job("root.b");
    db.jdbc().sql("insert into moved_job (job_id, queue) values (?, 'root.a')").param(job).update();
    rows(job, before, lease(before), 1, 2);
    rows(job, now, lease(now), 3, 5);

    assertThat(tasks.of(List.of(job))).containsEntry(new At(job, "parse"), 5L);
  }

  @Test
  void tasksThatWaitBehindAreFoundByIndexOrNotLookedAt() {
    int lane = lane("root.a", "parse");
    long job = job("root.a");
    rows(job, lane, lease(lane), 1, 5);
    rows(job, lane, 0, 6, 30_000);
    db.jdbc().sql("analyze").update();

    assertThat(plan(db, job, lane)).containsIgnoringCase("task_in_lane");
  }

  private int lane(String queue, String stage) {
    db.jdbc().sql("insert into lane (queue, stage) values (?, ?)").params(queue, stage).update();
    return db.jdbc()
        .sql("select id from lane where queue = ? and stage = ?")
        .params(queue, stage)
        .query(Integer.class)
        .single();
  }

  private long lease(int lane) {
    db.jdbc()
        .sql(
            """
            insert into lease (lane_id, node, granted_at, expires_at)
            values (?, 'n', current_timestamp, current_timestamp)
            """)
        .param(lane)
        .update();
    return db.jdbc().sql("select max(id) from lease").query(Long.class).single();
  }

  private long job(String queue) {
    db.jdbc()
        .sql(
            """
            insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                             disposal, settings, state, submitted_at, started_at)
            values ('p', ?, 's', 'o', 'inbox', ?, 'e', 1, 'KEEP', '{}', 'ACTIVE', current_timestamp,
                    current_timestamp)
            """)
        .params(queue, UUID.randomUUID().toString())
        .update();
    return db.jdbc().sql("select max(id) from job").query(Long.class).single();
  }

  private void rows(long job, int lane, long lease, int from, int to) {
    db.jdbc()
        .sql(
            """
            insert into task (uid, lane_id, job_id, lease_id, content_type, body)
            select :uid, :lane, :job, :lease, 'none', :body from %s order by n
            """
                .formatted(series(from, to)))
        .param("uid", UUID.randomUUID())
        .param("lane", lane)
        .param("job", job)
        .param("lease", lease)
        .param("body", new byte[10])
        .update();
  }
}
