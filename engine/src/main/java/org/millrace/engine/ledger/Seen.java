package org.millrace.engine.ledger;

/**
 * How a job stood when somebody saw it who wants to change it as it was then. It is looked at by
 * the statement that changes the job: of two who have seen the same, one does.
 *
 * @param stand its state and queue; empty when any will do
 */
public record Seen(String stand) {
  /** However the job stands. */
  public static final Seen ANY = new Seen("");

  /** A condition on a job's row, with the parameter {@code seen}. */
  static final String HOLDS = " and (:seen = '' or state || ' ' || queue = :seen)";

  public static Seen of(Job job) {
    return of(job.state(), job.queue());
  }

  private static Seen of(JobState state, String queue) {
    return new Seen(state.name() + " " + queue);
  }

  /** Whether a job that is in this state and queue now is as it was seen. */
  public boolean holds(JobState state, String queue) {
    return equals(ANY) || equals(of(state, queue));
  }
}
