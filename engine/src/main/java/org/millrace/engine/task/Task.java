package org.millrace.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One message at one stage of one job.
 *
 * @param id what its transport knows it by while it is in a container's hand; 0 on its way
 * @param attempt 1 at the first try; counted when it is claimed, so a crash counts
 * @param headers JSON object, or null
 * @param failures earlier attempts
 * @param readyAt when it came into its lane, in milliseconds since 1970 by its transport's clock; 0
 *     when that is not known
 */
public record Task(
    long id,
    UUID uid,
    long jobId,
    int attempt,
    boolean solo,
    String headers,
    Body body,
    List<Failure> failures,
    long readyAt) {

  public Task(
      long id,
      UUID uid,
      long jobId,
      int attempt,
      boolean solo,
      String headers,
      Body body,
      List<Failure> failures) {
    this(id, uid, jobId, attempt, solo, headers, body, failures, 0);
  }

  /** A message that nobody has tried yet. */
  public static Task sent(long jobId, Emission emission) {
    return new Task(
        0, emission.uid(), jobId, 0, false, emission.headers(), emission.body(), List.of());
  }

  /**
   * The same to be sent anew after an attempt that was claimed and not run. It has an id of its
   * own: a receiver that keeps to one message an attempt must not take it for a copy.
   */
  public Task parked() {
    return new Task(
        0, TaskIds.again(uid, attempt), jobId, attempt - 1, solo, headers, body, failures);
  }

  /**
   * The same with all its attempts before it, its history kept. It has an id of its own: what an
   * earlier life left behind, a late copy or an object, is never taken for this one's.
   *
   * @param letter the dead letter that it was
   */
  public Task replayed(long letter) {
    return new Task(0, TaskIds.again(uid, -letter), jobId, 0, solo, headers, body, failures);
  }

  /** The same with another body. */
  public Task withBody(Body other, Failure note) {
    List<Failure> history = new ArrayList<>(failures);
    history.add(note);
    return new Task(id, uid, jobId, attempt, solo, headers, other, history, readyAt);
  }

  /** The same after one more attempt that did not end well. */
  public Task failed(Failure failure, boolean soloFromNow) {
    List<Failure> history = new ArrayList<>(failures);
    history.add(failure);
    return new Task(id, uid, jobId, attempt, soloFromNow, headers, body, history);
  }

  /** The same at another attempt. */
  public Task at(int otherAttempt) {
    return new Task(id, uid, jobId, otherAttempt, solo, headers, body, failures, readyAt);
  }

  /** The same, in the hand of who knows it by that. */
  public Task knownBy(long otherId) {
    return new Task(otherId, uid, jobId, attempt, solo, headers, body, failures, readyAt);
  }

  /** The same, to be tried with nobody beside it. */
  public Task alone() {
    return new Task(id, uid, jobId, attempt, true, headers, body, failures, readyAt);
  }

  /** The same, in its lane since then. */
  public Task readyAt(long millis) {
    return new Task(id, uid, jobId, attempt, solo, headers, body, failures, millis);
  }
}
