package org.millrace.scheduling.manager;

import java.util.ArrayList;
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

  /**
   * The same tree with a queue that is not there, as a template would make it: below the one that
   * is nearest above it. Unchanged when it is there, or none is above it.
   */
  public QueueSnapshot with(String absent) {
    if (!absent.startsWith(path + ".")) {
      return this;
    }
    List<QueueSnapshot> below = new ArrayList<>();
    boolean found = false;
    for (QueueSnapshot child : children) {
      below.add(child.with(absent));
      found |= absent.equals(child.path) || absent.startsWith(child.path + ".");
    }
    if (!found) {
      below.add(empty(absent, max));
    }
    return new QueueSnapshot(
        path,
        policy,
        usage,
        demand,
        fairShare,
        guaranteed,
        max,
        running,
        waiting,
        paused,
        onDemand,
        below);
  }

  /** One without jobs that a template would make. */
  public static QueueSnapshot empty(String path, Resources max) {
    Resources none = Resources.NONE;
    return new QueueSnapshot(path, null, none, none, none, none, max, 0, 0, false, true, List.of());
  }
}
