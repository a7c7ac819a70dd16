package org.millrace.engine.transport.table;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.millrace.engine.Json;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;

/** Reads tasks from rows with the columns of {@link #COLUMNS}. */
final class TaskRows {
  static final String COLUMNS =
      "id, uid, job_id, attempt, solo, headers, content_type, body, errors";
  static final Comparator<Task> LANE_ORDER =
      Comparator.comparingLong(Task::jobId).thenComparingLong(Task::id);
  private static final TypeReference<List<Failure>> FAILURES = new TypeReference<>() {};

  private TaskRows() {}

  static Task read(ResultSet row, int n) throws SQLException {
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

  private static List<Failure> failures(String errors) {
    return errors == null ? List.of() : Json.read(errors, FAILURES);
  }
}
