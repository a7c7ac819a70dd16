package org.millrace.engine.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Answer;
import org.millrace.engine.ledger.DeadLetter.Content;
import org.millrace.engine.ledger.DeadLetter.Count;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Found;
import org.millrace.engine.ledger.DeadLetter.Refusal;
import org.millrace.engine.ledger.ReplayRule.Owner;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Transports;
import org.millrace.scheduling.Lane;

/**
 * Tasks that ran out of attempts, kept until somebody replays or discards them. Either is one
 * transaction a job, under the job's lock: of two people who do it at once, one does. Thread-safe.
 *
 * <p>A replayed task goes back to its lane with all its attempts before it, and its job counts it
 * as pending again; a job that had failed because of its dead tasks becomes active again. A
 * discarded one counts as done: barriers open without it, and the job completes with what there is
 * and says so. A job that failed for another reason, was cancelled or has lost what lay between its
 * stages does not go on; its letters can be discarded only.
 */
public final class DeadLetters {
  /** So many letters are looked at in one step of a search: some 100 ms of work on H2. */
  private static final int WINDOW = 5_000;

  private static final String JOBS_OF =
      "select id, job_id from dead_letter where id = any(:ids) order by id";
  private static final String LOCK_JOB =
      """
      select pipeline, queue, state, rejected, emptied, input_bucket, input_key, input_etag, input_size
      from job where id = :job for update
      """;
  private static final String TAKE =
      "select "
          + TaskRows.COLUMNS
          + ", lane_id from dead_letter where id = any(:ids) and job_id = :job order by id";
  private static final String FORGET = "delete from dead_letter where id = any(:ids)";
  private static final String PROGRESS =
      "insert into progress (job_id, delta) values (:job, :delta)";
  private static final String GO_ON =
      """
      update job set state = 'ACTIVE', error = null, finished_at = null, tidied = false
      where id = :job and state = 'FAILED'
      """;
  private static final String DISCARDED =
      "update job set discarded = discarded + :count where id = :job";

  private final Database db;
  private final TaskRows rows;
  private final Transports transports;
  private final ReplayRule rule;
  private final DeadLetterShelf shelf;
  private final DeadLetterSearch search;

  public DeadLetters(
      Database db,
      TaskRows rows,
      Transports transports,
      PipelineCatalog pipelines,
      ObjectStore objects) {
    this.db = db;
    this.rows = rows;
    this.transports = transports;
    this.rule = new ReplayRule(pipelines, objects);
    this.shelf = new DeadLetterShelf(db, rows);
    this.search = new DeadLetterSearch(db, WINDOW);
  }

  /**
   * Newest first. Takes a bounded time among any number of letters, so it may end early and say
   * where to go on.
   *
   * @param before only letters with a smaller id, for paging; 0 for the first page
   */
  public Found search(Filter filter, long before, int limit) {
    return search.find(filter, before, limit);
  }

  /** The first so many letters that the filter holds, as {@link #search} finds them at once. */
  public List<DeadLetter> list(Filter filter, long before, int limit) {
    return search(filter, before, limit).letters();
  }

  /** Takes a bounded time, too. */
  public Count count(Filter filter) {
    return search.count(filter);
  }

  /** Kinds of errors, with {@code #} for numbers and ids, in order; at most so many. */
  public List<String> kinds(int limit) {
    return search.kinds(limit);
  }

  /** The newest letter whose error is of this kind. */
  public Optional<DeadLetter> newestOf(String kind) {
    return search.newestOf(kind);
  }

  public Optional<Content> find(long id) {
    return shelf.find(id);
  }

  /** Which job each of these belongs to; those that are gone are left out. */
  public Map<Long, Long> jobsOf(List<Long> ids) {
    Map<Long, Long> jobs = new TreeMap<>();
    db.jdbc()
        .sql(JOBS_OF)
        .param("ids", ids.toArray(Long[]::new))
        .query(
            row -> {
              jobs.put(row.getLong(1), row.getLong(2));
            });
    return jobs;
  }

  /**
   * Sends these again.
   *
   * @param to another stage of the same pipeline; empty for where they died
   */
  public Answer replay(List<Long> ids, Optional<String> to) {
    return replay(ids, to, Seen.ANY);
  }

  /**
   * The same.
   *
   * @param seen letters are refused whose job does not stand so any more
   */
  public Answer replay(List<Long> ids, Optional<String> to, Seen seen) {
    return eachJob(ids, (job, letters) -> replay(job, letters, to, Optional.empty(), seen));
  }

  /** Sends one again with another body, which its history will tell. */
  public Answer replay(long id, Optional<String> to, BodyEdit edit) {
    return eachJob(
        List.of(id), (job, letters) -> replay(job, letters, to, Optional.of(edit), Seen.ANY));
  }

  /** Gives these up. */
  public Answer discard(List<Long> ids) {
    return eachJob(ids, this::discard);
  }

  private interface Step {
    Answer of(long job, List<Long> letters);
  }

  private Answer eachJob(List<Long> ids, Step step) {
    TreeMap<Long, List<Long>> byJob = new TreeMap<>();
    TreeSet<Long> missing = new TreeSet<>(ids);
    jobsOf(ids)
        .forEach(
            (id, job) -> {
              byJob.computeIfAbsent(job, each -> new ArrayList<>()).add(id);
              missing.remove(id);
            });
    int done = 0;
    List<Refusal> refused = new ArrayList<>();
    missing.forEach(id -> refused.add(gone(id)));
    for (Map.Entry<Long, List<Long>> each : byJob.entrySet()) {
      Answer answer = db.inTransaction(() -> step.of(each.getKey(), each.getValue()));
      done += answer.done();
      refused.addAll(answer.refused());
    }
    return new Answer(done, refused);
  }

  private Answer replay(
      long jobId, List<Long> ids, Optional<String> to, Optional<BodyEdit> edit, Seen seen) {
    Owner job = lock(jobId).orElse(null);
    List<Envelope> letters = take(jobId, ids);
    List<Refusal> refused = gone(ids, letters);
    String never =
        job == null
            ? "its job is no longer there"
            : seen.holds(job.state(), job.queue())
                ? rule.ended(job)
                : "its job has been changed by somebody else";
    Delta delta = Delta.none();
    List<Envelope> sent = new ArrayList<>();
    for (Envelope letter : letters) {
      String from = letter.lane().stage();
      String stage = to.orElse(from);
      String why = never != null ? never : rule.wrongStage(job, from, stage);
      if (why == null && edit.isPresent()) {
        why = edit.get().wrong(letter.task().body());
      }
      if (why != null) {
        refused.add(new Refusal(letter.task().id(), why));
        continue;
      }
      delta.add(from, new StageCounts(stage.equals(from) ? 0 : -1, 0, 0, -1));
      delta.add(stage, StageCounts.created(stage.equals(from) ? 0 : 1));
      Task again = letter.task().replayed(letter.task().id());
      sent.add(
          new Envelope(
              new Lane(job.queue(), stage), edit.map(each -> each.of(again)).orElse(again)));
    }
    List<Long> gone = new ArrayList<>(ids(letters));
    gone.removeAll(refused.stream().map(Refusal::id).toList());
    goOn(jobId, gone, delta);
    transports.send(sent);
    return new Answer(sent.size(), refused);
  }

  private Answer discard(long jobId, List<Long> ids) {
    Owner job = lock(jobId).orElse(null);
    List<Envelope> letters = take(jobId, ids);
    Delta delta = Delta.none();
    letters.forEach(each -> delta.add(each.lane().stage(), new StageCounts(0, 1, 0, -1)));
    if (job != null && job.goesOn()) {
      goOn(jobId, ids(letters), delta);
    } else if (!letters.isEmpty()) {
      forget(ids(letters));
    }
    db.jdbc().sql(DISCARDED).param("job", jobId).param("count", letters.size()).update();
    return new Answer(letters.size(), gone(ids, letters));
  }

  /** The letters are gone, their job counts them anew and is no longer at its end. */
  private void goOn(long jobId, List<Long> letters, Delta delta) {
    if (!letters.isEmpty()) {
      forget(letters);
      db.jdbc().sql(PROGRESS).param("job", jobId).param("delta", Json.write(delta)).update();
      db.jdbc().sql(GO_ON).param("job", jobId).update();
    }
  }

  private void forget(List<Long> letters) {
    int gone = db.jdbc().sql(FORGET).param("ids", letters.toArray(Long[]::new)).update();
    if (gone != letters.size()) {
      throw new IllegalStateException(
          "dead letters: expected "
              + letters.size()
              + " to go, went "
              + gone
              + "; indicates a bug");
    }
  }

  private Optional<Owner> lock(long jobId) {
    return db.jdbc()
        .sql(LOCK_JOB)
        .param("job", jobId)
        .query(
            (row, n) ->
                new Owner(
                    jobId,
                    row.getString(1),
                    row.getString(2),
                    JobState.valueOf(row.getString(3)),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    new ObjectRef(
                        row.getString(6), row.getString(7), row.getString(8), row.getLong(9))))
        .optional();
  }

  private List<Envelope> take(long jobId, List<Long> ids) {
    return db.jdbc()
        .sql(TAKE)
        .param("ids", ids.toArray(Long[]::new))
        .param("job", jobId)
        .query(rows::readEnvelope)
        .list();
  }

  private static List<Refusal> gone(List<Long> asked, List<Envelope> found) {
    List<Long> there = ids(found);
    List<Refusal> gone = new ArrayList<>();
    asked.stream().filter(id -> !there.contains(id)).forEach(id -> gone.add(gone(id)));
    return gone;
  }

  private static Refusal gone(long id) {
    return new Refusal(id, "there is no such letter; it may have been replayed or discarded");
  }

  private static List<Long> ids(List<Envelope> letters) {
    return letters.stream().map(each -> each.task().id()).toList();
  }
}
