package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.millrace.engine.Json;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;
import org.millrace.scheduling.Lane;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Tasks as rows, the same in every table that keeps some. Thread-safe. */
public final class TaskRows {
  /** What {@link #read} reads, in its order. */
  public static final String COLUMNS =
      "id, uid, job_id, attempt, solo, headers, content_type, body, errors";

  /** The same, and when the task came into its lane: what {@link #readReady} reads. */
  public static final String READY_COLUMNS = COLUMNS + ", ready_at";

  /** What {@link #params} has values for, as {@link #VALUES} names them. */
  public static final String WRITTEN =
      "uid, lane_id, job_id, attempt, solo, content_type, headers, body, errors";

  public static final String VALUES =
      ":uid, :lane, :job, :attempt, :solo, :type, :headers, :body, :errors";

  private static final int LONGEST_HISTORY = 100_000;
  private static final TypeReference<List<Failure>> FAILURES = new TypeReference<>() {};

  private final Lanes lanes;

  public TaskRows(Lanes lanes) {
    this.lanes = lanes;
  }

  /** A row with the columns of {@link #COLUMNS} first. */
  public static Task read(ResultSet row, int n) throws SQLException {
    return new Task(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getLong(3),
        row.getInt(4),
        row.getBoolean(5),
        row.getString(6),
        new Body(row.getString(7), row.getBytes(8)),
        failures(row.getString(9)));
  }

  /** A row with the columns of {@link #READY_COLUMNS} first. */
  public static Task readReady(ResultSet row, int n) throws SQLException {
    return read(row, n).readyAt(row.getTimestamp(10).getTime());
  }

  /** A row with the columns of {@link #COLUMNS} and then {@code lane_id}. */
  public Envelope readEnvelope(ResultSet row, int n) throws SQLException {
    return new Envelope(lanes.lane(row.getInt(10)), read(row, n));
  }

  /** The same with {@code tasks} at the end. */
  public Packing.Row readSent(ResultSet row, int n) throws SQLException {
    return new Packing.Row(readEnvelope(row, n), row.getInt(11));
  }

  /** As {@code lane_id} has it. */
  public int laneId(Lane lane) {
    return lanes.id(lane);
  }

  public MapSqlParameterSource params(Envelope envelope) {
    Task task = envelope.task();
    return new MapSqlParameterSource()
        .addValue("uid", task.uid())
        .addValue("lane", lanes.id(envelope.lane()))
        .addValue("job", task.jobId())
        .addValue("attempt", task.attempt())
        .addValue("solo", task.solo())
        .addValue("type", task.body().contentType())
        .addValue("headers", task.headers())
        .addValue("body", task.body().bytes())
        .addValue("errors", task.failures().isEmpty() ? null : written(task.failures()));
  }

  /** The latest attempts of a task that was replayed again and again; the column has an end. */
  private static String written(List<Failure> failures) {
    String text = Json.write(failures);
    for (int first = 1; text.length() > LONGEST_HISTORY && first < failures.size(); first++) {
      text = Json.write(failures.subList(first, failures.size()));
    }
    return text;
  }

  /** What {@link #WRITTEN} names, in its order. */
  public Object[] values(Envelope envelope) {
    Task task = envelope.task();
    return new Object[] {
      task.uid(),
      lanes.id(envelope.lane()),
      task.jobId(),
      task.attempt(),
      task.solo(),
      task.body().contentType(),
      task.headers(),
      task.body().bytes(),
      task.failures().isEmpty() ? null : Json.write(task.failures())
    };
  }

  private static List<Failure> failures(String errors) {
    return errors == null ? List.of() : Json.read(errors, FAILURES);
  }
}
