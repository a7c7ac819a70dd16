package org.millrace.scheduling;

/**
 * What a lane asks for and has.
 *
 * @param pending tasks that have not ended, running ones included
 * @param containers containers that drain the lane now
 * @param maxContainers most containers that the stage allows a lane; at least 1
 */
public record LaneDemand(Lane lane, long pending, int containers, int maxContainers) {

  /** How many further containers would have something to do. */
  int unmet() {
    return (int)
        Math.min(Math.max(0, pending - containers), Math.max(0, maxContainers - containers));
  }
}
