package org.millrace.engine.ledger;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.millrace.engine.Json;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;

/**
 * Ends jobs. A job with nothing left gets its results published and is COMPLETED only then; an
 * ended job's intermediate data is removed, unless another can begin with it. Every step may be
 * repeated after a crash.
 */
public final class Completion {
  private static final String RESULTS_BUCKET = "results";

  static final String READY =
      """
      select id, pipeline, from_stage from job
      where state = 'ACTIVE' and outstanding = 0 and dead = 0 and intake_open is not true
            and pipeline in (:pipelines)
      order by id limit 200
      """;
  private static final String BEGUN =
      "select job_id, stage from job_stage where job_id = any(:jobs) and created > 0";
  static final String COUNT_AGAIN = "insert into progress (job_id, delta) values (:job, :delta)";
  private static final String RESULTS =
      "select name, bucket, object_key, etag, size from result where job_id = :job";
  private static final String COMPLETE =
      """
      update job set state = 'COMPLETED', finished_at = current_timestamp,
             error = case when discarded = 0 then null
                          when discarded = 1 then '1 dead task was discarded: what it would have done is missing'
                          else cast(discarded as varchar(20)) || ' dead tasks were discarded: what they would have done is missing'
                     end
      where id = any(:jobs) and state = 'ACTIVE' and outstanding = 0 and dead = 0 and intake_open is not true
      """;
  static final String UNTIDIED =
      JdbcJobLedger.COLUMNS
          + " where not tidied and state in ('COMPLETED', 'FAILED', 'CANCELLED') order by id limit 200";
  private static final String HAS_KEPT =
      """
      (exists (select 1 from part p where p.job_id = job.id)
       or exists (select 1 from kept_input k where k.job_id = job.id)
       or input_bucket = 'work' and input_key like 'uploads/%')
      """;
  private static final String KEPT = "select 1 from job where id = :job and " + HAS_KEPT;
  private static final String KEEP =
      "update job set kept = true where id = any(:jobs) and state = 'COMPLETED' and " + HAS_KEPT;
  private static final String FORGET_PARTS = "delete from part where job_id = any(:jobs)";
  private static final String FORGET_KEPT = "delete from kept_input where job_id = any(:jobs)";
  private static final String FORGET_INBOX = "delete from inbox where job_id = any(:jobs)";
  private static final String FORGET_SUSPECTS = "delete from suspect where job_id = any(:jobs)";
  private static final String FORGET_RETURNED =
      "delete from sqs_returned where job_id = any(:jobs)";
  /* A failed job may have been taken up again since it was seen; then it is tidied when it ends. */
  private static final String TIDIED =
      """
      update job set tidied = true
      where id = any(:jobs) and state in ('COMPLETED', 'FAILED', 'CANCELLED')
      """;

  private final Database db;
  private final PipelineCatalog pipelines;
  private final ObjectStore objects;
  private final JobEnds ends;

  public Completion(Database db, PipelineCatalog pipelines, ObjectStore objects, JobEnds ends) {
    this.db = db;
    this.pipelines = pipelines;
    this.objects = objects;
    this.ends = ends;
  }

  /**
   * Jobs that have nothing left to do and wait for their results to be published. Not those whose
   * pipeline has no route at the moment, for nobody knows what was to come yet; and where its
   * barriers were not known when the last task was counted, they are opened first.
   */
  public List<Long> ready() {
    List<String> known = pipelines.all().stream().map(Pipeline::name).toList();
    if (known.isEmpty()) {
      return List.of();
    }
    Map<Long, Set<String>> barriers = new LinkedHashMap<>();
    db.jdbc()
        .sql(READY)
        .param("pipelines", known)
        .query(
            row -> {
              barriers.put(row.getLong(1), barriers(row.getString(2), row.getString(3)));
            });
    Set<Long> early = early(barriers);
    early.forEach(this::countAgain);
    return barriers.keySet().stream().filter(job -> !early.contains(job)).toList();
  }

  private Set<String> barriers(String pipeline, String from) {
    return new HashSet<>(
        pipelines.find(pipeline, from).map(each -> each.barriers().keySet()).orElse(Set.of()));
  }

  /** Those with a barrier that has not had its task. */
  private Set<Long> early(Map<Long, Set<String>> barriers) {
    Set<Long> early = new TreeSet<>();
    barriers.forEach(
        (job, stages) -> {
          if (!stages.isEmpty()) {
            early.add(job);
          }
        });
    if (!early.isEmpty()) {
      db.jdbc()
          .sql(BEGUN)
          .param("jobs", early.toArray(Long[]::new))
          .query(
              row -> {
                barriers.get(row.getLong(1)).remove(row.getString(2));
              });
      early.removeIf(job -> barriers.get(job).isEmpty());
    }
    return early;
  }

  /** Whoever folds it looks at the job's barriers. */
  private void countAgain(long job) {
    db.jdbc().sql(COUNT_AGAIN).param("job", job).param("delta", Json.write(Delta.none())).update();
  }

  /**
   * Moves a job's results to where they are found. Done again after a crash it finds them there.
   *
   * @throws IOException a result is in neither place, or the store failed
   */
  public void publish(long jobId) throws IOException {
    for (JobObject result : results(jobId)) {
      String key = jobId + "/" + result.name();
      if (!objects.move(result.object(), RESULTS_BUCKET, key)
          && objects.find(RESULTS_BUCKET, key).isEmpty()) {
        throw new ObjectGoneException(result.object());
      }
    }
  }

  /** Marks jobs COMPLETED whose results have been published, all in one commit. */
  public void complete(List<Long> jobIds) {
    db.inTransaction(
        () -> {
          mark(COMPLETE, jobIds);
          ends.note(jobIds);
        });
  }

  /** Ended jobs whose input and intermediate data have not been dealt with. */
  public List<Job> untidied() {
    return db.jdbc().sql(UNTIDIED).query(JdbcJobLedger::bare).list();
  }

  /**
   * Removes a job's intermediate objects. A failed job's stay, for a replay needs them, and those
   * of a completed one that another can begin with: for as long as {@link RetentionRules} say.
   */
  public void removeIntermediate(Job job) throws IOException {
    if (job.state() == JobState.CANCELLED
        || job.state() == JobState.COMPLETED && !hasKept(job.id())) {
      objects.deleteAll("work", job.id() + "/");
    }
  }

  private boolean hasKept(long job) {
    return db.jdbc().sql(KEPT).param("job", job).query(Integer.class).optional().isPresent();
  }

  /** Notes that jobs have been dealt with, and forgets what they need no more, in one commit. */
  public void tidied(List<Job> jobs) {
    List<Long> cancelled = in(jobs, JobState.CANCELLED);
    List<Long> completed = in(jobs, JobState.COMPLETED);
    List<Long> whole = Stream.concat(cancelled.stream(), completed.stream()).toList();
    db.inTransaction(
        () -> {
          mark(FORGET_PARTS, cancelled);
          mark(FORGET_KEPT, cancelled);
          mark(KEEP, completed);
          // A copy that is met later is dropped because its job has ended.
          mark(FORGET_INBOX, whole);
          mark(FORGET_SUSPECTS, whole);
          mark(FORGET_RETURNED, whole);
          mark(TIDIED, jobs.stream().map(Job::id).toList());
        });
  }

  private static List<Long> in(List<Job> jobs, JobState state) {
    return jobs.stream().filter(job -> job.state() == state).map(Job::id).toList();
  }

  private void mark(String sql, List<Long> jobIds) {
    if (!jobIds.isEmpty()) {
      db.jdbc().sql(sql).param("jobs", jobIds.toArray(Long[]::new)).update();
    }
  }

  private List<JobObject> results(long jobId) {
    return db.jdbc()
        .sql(RESULTS)
        .param("job", jobId)
        .query(
            (row, n) ->
                new JobObject(
                    row.getString(1),
                    new ObjectRef(
                        row.getString(2), row.getString(3), row.getString(4), row.getLong(5))))
        .list();
  }

  private record JobObject(String name, ObjectRef object) {}
}
