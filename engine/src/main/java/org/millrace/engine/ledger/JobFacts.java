package org.millrace.engine.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;

/**
 * What never changes about a job, for the tasks that run it. Thread-safe; keeps the latest jobs.
 */
public final class JobFacts {
  /**
   * @param settings fixed when the job was opened
   * @param stream its input is messages, not one object
   * @param submittedAt in milliseconds since 1970
   */
  public record Facts(
      String pipeline,
      String source,
      Map<String, String> settings,
      boolean stream,
      long submittedAt) {}

  private static final int KEPT = 1000;
  private static final String FIND =
      """
      select pipeline, source, settings, intake_open is not null as stream, submitted_at
      from job where id = :job
      """;

  private final Database db;
  private final Map<Long, Facts> cache =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Facts> eldest) {
              return size() > KEPT;
            }
          });

  public JobFacts(Database db) {
    this.db = db;
  }

  public Facts of(long jobId) {
    Facts known = cache.get(jobId);
    if (known == null) {
      known =
          db.jdbc()
              .sql(FIND)
              .param("job", jobId)
              .query(
                  (row, n) ->
                      new Facts(
                          row.getString(1),
                          row.getString(2),
                          Json.read(row.getString(3), Json.TEXTS),
                          row.getBoolean(4),
                          row.getTimestamp(5).getTime()))
              .single();
      cache.put(jobId, known);
    }
    return known;
  }
}
