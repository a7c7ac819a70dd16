package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
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
   */
  public record Facts(String pipeline, String source, Map<String, String> settings) {}

  private static final int KEPT = 1000;
  private static final String FIND = "select pipeline, source, settings from job where id = :job";
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

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
                          Json.read(row.getString(3), SETTINGS)))
              .single();
      cache.put(jobId, known);
    }
    return known;
  }
}
