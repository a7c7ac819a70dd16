package org.millrace.engine.ledger;

import java.util.List;
import org.millrace.engine.db.Database;
import org.springframework.jdbc.core.RowMapper;

/** Jobs that have not ended, as the scheduler has to know them. */
public final class LiveJobs {
  static final String ACTIVE =
      "select id, pipeline, queue, owner, source from job where state = 'ACTIVE' order by id";
  static final String ACCEPTED =
      """
      select id, pipeline, queue, owner, source from job
      where state = 'ACCEPTED' and pipeline in (:pipelines) and id > :after order by id
      """;
  private static final RowMapper<Live> MAPPER =
      (row, n) ->
          new Live(
              row.getLong(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5));

  /** A job's place in the scheduling tree. */
  public record Live(long id, String pipeline, String queue, String owner, String source) {}

  private final Database db;

  public LiveJobs(Database db) {
    this.db = db;
  }

  public List<Live> active() {
    return db.jdbc().sql(ACTIVE).query(MAPPER).list();
  }

  /** Accepted jobs with a larger id, of pipelines that have routes now. */
  public List<Live> accepted(List<String> pipelines, long after) {
    return pipelines.isEmpty()
        ? List.of()
        : db.jdbc()
            .sql(ACCEPTED)
            .param("pipelines", pipelines)
            .param("after", after)
            .query(MAPPER)
            .list();
  }
}
