package org.millrace.scheduling.manager;

import java.util.List;
import java.util.Optional;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/**
 * A queue and all below it at one moment, for display.
 *
 * @param policy how its children are ordered; null for a leaf
 * @param usage of its containers that have not ended
 * @param demand usage and what active applications wait for, at most {@code max}
 * @param fairShare what it would have if it wanted enough; nothing when nothing runs or waits below
 * @param guaranteed its capacity of the cluster (capacity policy), else its min share
 * @param max the most it can use, its ancestors' limits and the cluster's size considered
 * @param running active applications below
 * @param waiting applications below that wait for the AM share
 * @param onDemand whether it was created from a template
 */
public record QueueSnapshot(
    String path,
    Policy policy,
    Resources usage,
    Resources demand,
    Resources fairShare,
    Resources guaranteed,
    Resources max,
    int running,
    int waiting,
    boolean paused,
    boolean onDemand,
    List<QueueSnapshot> children) {
  public QueueSnapshot {
    children = List.copyOf(children);
  }

  /** This queue or one below it, by its path. */
  public Optional<QueueSnapshot> find(String wanted) {
    Optional<QueueSnapshot> at = Optional.of(this);
    while (at.isPresent() && !at.get().path().equals(wanted)) {
      at =
          at.get().children().stream()
              .filter(each -> wanted.equals(each.path()) || wanted.startsWith(each.path() + "."))
              .findFirst();
    }
    return at;
  }
}
