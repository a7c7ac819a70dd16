package org.millrace.engine.replay;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Task;
import org.springframework.dao.DuplicateKeyException;

/**
 * What tasks of a stage were given, kept until their job's data goes: another job can begin with
 * it. A task is kept once, however often it is run. Thread-safe.
 */
public final class KeptInputs {
  private static final int TRIES = 5;
  private static final String COLUMNS = "(job_id, stage, uid, headers, content_type, body)";
  /* Not by a look before: of many uids H2 would read all that the stage has. */
  private static final String ADD_H2 =
      "merge into kept_input " + COLUMNS + " key (job_id, stage, uid) values (?, ?, ?, ?, ?, ?)";
  private static final String ADD_POSTGRESQL =
      "insert into kept_input " + COLUMNS + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";
  private static final String COUNT =
      "select count(*) from kept_input where job_id = :job and stage = :stage";
  private static final String ANY =
      "select 1 from kept_input where job_id = :job and stage = :stage limit 1";
  /* Ordered as the key is, from its first column on, or H2 sorts all that is left. */
  static final String PAGE =
      """
      select uid, headers, content_type, body from kept_input
      where job_id = :job and stage = :stage and uid > :after
      order by job_id, stage, uid limit :limit
      """;

  private final Database db;

  /** One task's message. */
  record Input(UUID uid, String headers, Body body) {}

  public KeptInputs(Database db) {
    this.db = db;
  }

  /** Keeps what these tasks of one job were given; it is there when this returns. */
  public void add(long jobId, String stage, List<Task> tasks) {
    for (int left = TRIES; ; left--) {
      try {
        db.inTransaction(() -> addNew(jobId, stage, tasks));
        return;
      } catch (DuplicateKeyException anotherRanItToo) {
        if (left == 0) {
          throw anotherRanItToo;
        }
      }
    }
  }

  private void addNew(long jobId, String stage, List<Task> tasks) {
    String sql =
        switch (db.dialect()) {
          case H2 -> ADD_H2;
          case POSTGRESQL -> ADD_POSTGRESQL;
        };
    db.batch(
        sql,
        tasks.stream()
            // Two who add the same wait for one another, and not in a circle.
            .sorted(Comparator.comparing(Task::uid))
            .map(
                task ->
                    new Object[] {
                      jobId,
                      stage,
                      task.uid(),
                      task.headers(),
                      task.body().contentType(),
                      task.body().bytes()
                    })
            .toList());
  }

  /** How many tasks of the stage were kept. */
  public long count(long jobId, String stage) {
    return db.jdbc()
        .sql(COUNT)
        .param("job", jobId)
        .param("stage", stage)
        .query(Long.class)
        .single();
  }

  /** Whether any was. */
  public boolean has(long jobId, String stage) {
    return db.jdbc()
        .sql(ANY)
        .param("job", jobId)
        .param("stage", stage)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** In the order of their ids, those after this one. */
  List<Input> page(long jobId, String stage, UUID after, int limit) {
    return db.jdbc()
        .sql(PAGE)
        .param("job", jobId)
        .param("stage", stage)
        .param("after", after)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Input(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    new Body(row.getString(3), row.getBytes(4))))
        .list();
  }
}
