package org.millrace.engine.intake;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Delta;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.objects.ObjectRef;

/**
 * The open window of each source, at most one. Every method is part of the caller's transaction,
 * and whoever found a window holds it until that ends: so what is counted for it comes before its
 * end in the order of {@code progress}.
 */
final class Windows {
  private static final String LOCK =
      """
      select job_id, messages, bytes, closes_at <= current_timestamp as over
      from message_window where source = :source for update
      """;
  /* Locked: a job on its way to another queue must not leave a message behind. */
  private static final String LOCK_JOB =
      "select pipeline, queue, settings, state from job where id = :job for update";
  private static final String BEGIN =
      """
      insert into message_window (source, job_id, messages, bytes, closes_at)
      values (:source, :job, 0, 0,
              current_timestamp + cast(:millis as integer) * interval '0.001' second)
      """;
  private static final String OPEN_INTAKE = "update job set intake_open = true where id = :job";
  private static final String ADD =
      "update message_window set messages = :messages, bytes = :bytes where source = :source";
  private static final String SIZE = "update job set input_size = :bytes where id = :job";
  private static final String END = "delete from message_window where source = :source";
  private static final String DUE =
      "select source from message_window where closes_at <= current_timestamp order by source";

  private final Database db;
  private final JobLedger ledger;
  private final EffectLog log;
  private final Clock clock;

  Windows(Database db, JobLedger ledger, EffectLog log, Clock clock) {
    this.db = db;
    this.ledger = ledger;
    this.log = log;
    this.clock = clock;
  }

  /**
   * @param messages taken so far
   */
  record Window(String source, long jobId, String queue, long messages, long bytes) {
    Window plus(int moreMessages, long moreBytes) {
      return new Window(source, jobId, queue, messages + moreMessages, bytes + moreBytes);
    }
  }

  private record Row(long jobId, long messages, long bytes, boolean over) {}

  private record JobRow(String pipeline, String queue, String settings, JobState state) {}

  /**
   * The source's open window. One whose time is over, whose job has ended, or that was opened with
   * other settings is closed here.
   */
  Optional<Window> find(StreamSource source) {
    Optional<Row> row = lock(source.name());
    if (row.isEmpty()) {
      return Optional.empty();
    }
    JobRow job =
        db.jdbc()
            .sql(LOCK_JOB)
            .param("job", row.get().jobId())
            .query(
                (rs, n) ->
                    new JobRow(
                        rs.getString(1),
                        rs.getString(2),
                        rs.getString(3),
                        JobState.valueOf(rs.getString(4))))
            .single();
    Window window =
        new Window(
            source.name(), row.get().jobId(), job.queue(), row.get().messages(), row.get().bytes());
    if (row.get().over()
        || job.state().ended()
        || !job.pipeline().equals(source.pipeline())
        || !Json.read(job.settings(), Json.TEXTS).equals(source.settings())) {
      close(window);
      return Optional.empty();
    }
    return Optional.of(window);
  }

  /**
   * Opens a window and its job.
   *
   * @throws org.springframework.dao.DuplicateKeyException somebody else has just done so
   */
  Window open(StreamSource source) {
    String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectRef input =
        new ObjectRef(
            MessageIntake.BUCKET, source.name() + "/" + since, UUID.randomUUID().toString(), 0);
    long job =
        ledger
            .open(
                new JobRequest(
                    source.pipeline(),
                    source.queue(),
                    source.name(),
                    source.owner(),
                    input,
                    JobRequest.Disposal.KEEP,
                    Map.copyOf(source.settings())))
            .jobId();
    db.jdbc().sql(OPEN_INTAKE).param("job", job).update();
    db.jdbc()
        .sql(BEGIN)
        .param("source", source.name())
        .param("job", job)
        .param("millis", source.time().toMillis())
        .update();
    return new Window(source.name(), job, source.queue(), 0, 0);
  }

  void update(Window window) {
    db.jdbc()
        .sql(ADD)
        .param("source", window.source())
        .param("messages", window.messages())
        .param("bytes", window.bytes())
        .update();
  }

  /** Its job ends when nothing is outstanding. */
  void close(Window window) {
    db.jdbc().sql(SIZE).param("job", window.jobId()).param("bytes", window.bytes()).update();
    db.jdbc().sql(END).param("source", window.source()).update();
    log.count(window.jobId(), Delta.intakeClosed());
  }

  /** Sources whose window's time is over. */
  List<String> due() {
    return db.jdbc().sql(DUE).query(String.class).list();
  }

  /** Closes a source's window if its time is over. */
  boolean closeDue(String source) {
    Optional<Row> row = lock(source).filter(Row::over);
    row.ifPresent(
        each -> close(new Window(source, each.jobId(), "", each.messages(), each.bytes())));
    return row.isPresent();
  }

  private Optional<Row> lock(String source) {
    return db.jdbc()
        .sql(LOCK)
        .param("source", source)
        .query((rs, n) -> new Row(rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getBoolean(4)))
        .optional();
  }
}
