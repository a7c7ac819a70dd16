package org.millrace.scheduling.manager;

import java.util.List;

/**
 * Why an application waits, as of now.
 *
 * @param active whether it may get containers at all
 * @param containers how many it has
 * @param waitingFor how many more it asks for
 * @param reasons the dominant one first, then those that would be next in its way; never empty
 */
public record Explanation(
    long application,
    String queue,
    boolean active,
    int containers,
    long waitingFor,
    List<Reason> reasons) {
  public Explanation {
    reasons = List.copyOf(reasons);
  }

  public Reason dominant() {
    return reasons.get(0);
  }

  /** The dominant reason in words. */
  public String sentence() {
    return dominant().sentence();
  }
}
