package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.millrace.engine.ledger.LiveJobs.Live;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.Release;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.manager.SubmissionRefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * The resource manager as the engine drives it: jobs are its applications, stages' needs their
 * asks. Thread-safe: the manager is told and asked by one thread at a time.
 */
final class CapacityManager implements Scheduler {
  private SchedulerSettings settings;
  private ResourceManager manager;
  private final Map<String, NodeInfo> nodes = new TreeMap<>();

  /** Jobs told to the manager that the ledger does not yet have active. */
  private final Set<Long> accepted = new TreeSet<>();

  private final Set<Long> known = new HashSet<>();
  private final Map<Want, Long> asked = new HashMap<>();

  /**
   * What a job asks for at one stage.
   *
   * @param priority lower is served first
   */
  record Want(long job, int priority, Resources size) {}

  CapacityManager(SchedulerSettings settings) {
    this.settings = settings;
    reset();
  }

  /** Forgets everything, as one who has not led until now. */
  final synchronized void reset() {
    manager = new ResourceManager(settings);
    manager.takeTurns();
    nodes.clear();
    accepted.clear();
    known.clear();
    asked.clear();
  }

  /** Brings the cluster in line with the nodes that are alive. A draining one has no room. */
  synchronized void nodesAre(List<NodeInfo> live) {
    Map<String, NodeInfo> now = new TreeMap<>();
    live.forEach(each -> now.put(each.name(), each));
    for (String name : List.copyOf(nodes.keySet())) {
      if (!now.containsKey(name) || now.get(name).containers() != nodes.get(name).containers()) {
        manager.removeNode(name);
        nodes.remove(name);
      }
    }
    now.forEach(
        (name, node) -> {
          NodeInfo before = nodes.put(name, node);
          if (before == null) {
            manager.addNode(name, node.host(), room(node), node.containers());
          } else if (!room(before).equals(room(node))) {
            manager.changeNode(name, room(node));
          }
        });
  }

  private static Resources room(NodeInfo node) {
    return node.draining() ? Resources.NONE : node.capacity();
  }

  /**
   * Takes over a container that an earlier leader granted.
   *
   * @return false when its job or its node is not there any more
   */
  synchronized boolean adopt(long container, Want want, String node) {
    if (!known.contains(want.job()) || !nodes.containsKey(node)) {
      return false;
    }
    manager.adopt(container, want.job(), want.priority(), want.size(), node);
    return true;
  }

  /**
   * Tells of a job, once.
   *
   * @return why its queue does not take it; empty when it does
   */
  synchronized Optional<String> submit(Live job, boolean active) {
    if (!known.add(job.id())) {
      return Optional.empty();
    }
    try {
      manager.submit(new Submission(job.id(), job.owner(), job.queue(), settings.minAllocation()));
    } catch (SubmissionRefusedException e) {
      known.remove(job.id());
      // A full queue takes it later; the others never will.
      return e.reason() == SubmissionRefusedException.Cause.QUEUE_FULL
          ? Optional.empty()
          : Optional.of(e.getMessage());
    }
    if (!active) {
      accepted.add(job.id());
    }
    return Optional.empty();
  }

  /** Jobs that waited and that their queue's AM share now lets become active, oldest first (P4). */
  synchronized List<Long> admissible() {
    return accepted.stream().filter(manager::isActive).toList();
  }

  /** Brings what is known in line with the jobs that the ledger has active. */
  synchronized void activeAre(Set<Long> active) {
    accepted.removeAll(active);
    for (long job : List.copyOf(known)) {
      if (!active.contains(job) && !accepted.contains(job)) {
        forget(job);
      }
    }
  }

  /** A job that was to become active and did not: it was cancelled meanwhile. */
  synchronized void forget(long job) {
    known.remove(job);
    accepted.remove(job);
    asked.keySet().removeIf(want -> want.job() == job);
    manager.finish(job);
  }

  /** Replaces all asks: containers wanted beyond those granted, none for what is not named. */
  synchronized void want(Map<Want, Long> wants) {
    List<Want> gone = new ArrayList<>(asked.keySet());
    gone.removeAll(wants.keySet());
    gone.forEach(want -> ask(want, 0));
    wants.forEach(
        (want, count) -> {
          if (known.contains(want.job()) && !count.equals(asked.get(want))) {
            ask(want, count);
          }
        });
  }

  private void ask(Want want, long count) {
    manager.ask(want.job(), Ask.anywhere(want.priority(), want.size(), count));
    if (count == 0) {
      asked.remove(want);
    } else {
      asked.put(want, count);
    }
  }

  synchronized List<ContainerGrant> allocate(int most) {
    List<ContainerGrant> grants = manager.allocate(most);
    for (ContainerGrant grant : grants) {
      Want want = new Want(grant.application(), grant.priority(), grant.size());
      asked.computeIfPresent(want, (key, count) -> count > 1 ? count - 1 : null);
    }
    return grants;
  }

  /** Containers to be stopped so that queues below their due get it (P3e). */
  synchronized List<Release> preempt(long nowMillis) {
    return manager.preempt(nowMillis);
  }

  synchronized void ended(long container) {
    manager.end(container);
  }

  synchronized void removeIdleQueues() {
    manager.removeIdleQueues();
  }

  @Override
  public synchronized QueueSnapshot queues() {
    return manager.snapshot();
  }

  @Override
  public synchronized Optional<Explanation> explain(long jobId) {
    return known.contains(jobId) ? Optional.of(manager.explain(jobId)) : Optional.empty();
  }

  @Override
  public synchronized List<String> replace(SchedulerSettings newSettings) {
    List<String> changes = manager.replace(newSettings);
    settings = newSettings;
    return changes;
  }
}
