package org.millrace.engine.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.replay.MovedInput;
import org.millrace.engine.replay.Origin;

/**
 * What never changes about a job, for the tasks that run it. Thread-safe; keeps the latest jobs.
 */
public final class JobFacts {
  /**
   * @param settings fixed when the job was opened
   * @param stream its input is messages, not one object
   * @param submittedAt in milliseconds since 1970
   * @param origin which job it does anew, if any
   * @param moved where that one's input is now; matters where it begins with what that had kept
   */
  public record Facts(
      String pipeline,
      String source,
      Map<String, String> settings,
      boolean stream,
      long submittedAt,
      Optional<Origin> origin,
      MovedInput moved) {

    /** Whose parts a barrier of this job reads: its own, unless it begins there. */
    public long partsOf(long jobId, String stage) {
      return origin
          .filter(each -> each.stage().equals(Optional.of(stage)))
          .map(Origin::job)
          .orElse(jobId);
    }
  }

  private static final int KEPT = 1000;
  private static final String FIND =
      """
      select j.pipeline, j.source, j.settings, j.intake_open is not null as stream, j.submitted_at,
             j.from_job, j.from_stage, j.input_bucket, j.input_key, j.input_etag, j.input_size,
             o.input_bucket, o.input_key, o.input_etag, o.input_size
      from job j left join job o on o.id = j.from_job and j.from_stage is not null
      where j.id = :job
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
      known = db.jdbc().sql(FIND).param("job", jobId).query(JobFacts::facts).single();
      cache.put(jobId, known);
    }
    return known;
  }

  private static Facts facts(ResultSet row, int n) throws SQLException {
    return new Facts(
        row.getString(1),
        row.getString(2),
        Json.read(row.getString(3), Json.TEXTS),
        row.getBoolean(4),
        row.getTimestamp(5).getTime(),
        Origin.of(row.getObject(6, Long.class), row.getString(7)),
        row.getString(12) == null
            ? MovedInput.NONE
            : new MovedInput(input(row, 12), input(row, 8)));
  }

  private static ObjectRef input(ResultSet row, int first) throws SQLException {
    return new ObjectRef(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getLong(first + 3));
  }
}
