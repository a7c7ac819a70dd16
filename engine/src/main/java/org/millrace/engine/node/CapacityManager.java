package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.millrace.engine.ledger.LiveJobs.Live;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.scheduling.Lane;
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
  private final QueueMarks paused;
  private final Map<String, NodeInfo> nodes = new TreeMap<>();
  private SchedulerSettings settings;
  private ResourceManager manager;
  private QueuePauses pauses;
  private Map<String, Resources> masters = Map.of();
  private Places places = Places.NONE;
  private Runnable beforeALook = () -> {};

  /** Jobs told to the manager that the ledger does not yet have active. */
  private final Set<Long> accepted = new TreeSet<>();

  /** In which queue each job is that the manager was told of. */
  private final Map<Long, String> known = new HashMap<>();

  private final Map<Long, String> sources = new HashMap<>();

  /** Whether asks are to be said anew, since what is near has changed. */
  private boolean anew;

  private final Map<Want, Long> asked = new HashMap<>();

  /**
   * What a job asks for at one stage.
   *
   * @param priority lower is served first
   */
  record Want(long job, int priority, Resources size) {}

  CapacityManager(SchedulerSettings settings, QueueMarks paused) {
    this.settings = settings;
    this.paused = paused;
    reset();
  }

  /**
   * @param look run before people are shown anything, outside this one's lock
   */
  void beforeALook(Runnable look) {
    beforeALook = look;
  }

  /** Forgets everything, as one who has not led until now. */
  final synchronized void reset() {
    manager = new ResourceManager(settings);
    pauses = new QueuePauses(paused, manager);
    manager.takeTurns();
    nodes.clear();
    accepted.clear();
    known.clear();
    sources.clear();
    asked.clear();
  }

  /**
   * Brings the cluster in line with the nodes that are alive. One that leaves, is short of disk or
   * was drained has no room.
   */
  synchronized void nodesAre(List<NodeInfo> live) {
    Map<String, NodeInfo> now = new TreeMap<>();
    live.forEach(each -> now.put(each.name(), each));
    anew |= !now.keySet().equals(nodes.keySet());
    for (String name : List.copyOf(nodes.keySet())) {
      if (!now.containsKey(name)) {
        manager.removeNode(name);
        nodes.remove(name);
      }
    }
    now.forEach(
        (name, node) -> {
          NodeInfo before = nodes.put(name, node);
          if (before == null) {
            manager.addNode(name, node.host(), room(node), node.containers());
          } else if (!room(before).equals(room(node)) || before.containers() != node.containers()) {
            manager.changeNode(name, room(node), node.containers());
          }
        });
  }

  private static Resources room(NodeInfo node) {
    return node.takesWork() ? node.capacity() : Resources.NONE;
  }

  /**
   * Takes over a container that an earlier leader granted.
   *
   * @return false when its job or its node is not there any more
   */
  synchronized boolean adopt(long container, Want want, String node) {
    if (!known.containsKey(want.job()) || !nodes.containsKey(node)) {
      return false;
    }
    manager.adopt(container, want.job(), want.priority(), want.size(), node);
    return true;
  }

  /**
   * Tells of a job, and again when it is in another queue. Whether its owner may submit there was
   * looked at when it was opened or moved.
   *
   * @return why its queue does not take it; empty when it does
   */
  synchronized Optional<String> submit(Live job, boolean active) {
    String queue = known.putIfAbsent(job.id(), job.queue());
    if (queue != null) {
      if (!queue.equals(job.queue())) {
        moved(job.id(), job.queue());
      }
      return Optional.empty();
    }
    if (manager.knows(job.id())) {
      // It has ended, begins again, and its last containers are still on their way out.
      known.remove(job.id());
      return Optional.empty();
    }
    try {
      manager.submitChecked(
          new Submission(job.id(), job.owner(), job.queue(), master(job.pipeline())));
    } catch (SubmissionRefusedException e) {
      known.remove(job.id());
      // A full queue takes it later; the others never will.
      return e.reason() == SubmissionRefusedException.Cause.QUEUE_FULL
          ? Optional.empty()
          : Optional.of(e.getMessage());
    }
    sources.put(job.id(), job.source());
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
    for (long job : List.copyOf(known.keySet())) {
      if (!active.contains(job) && !accepted.contains(job)) {
        forget(job);
      }
    }
  }

  /** A job that was to become active and did not: it was cancelled meanwhile. */
  synchronized void forget(long job) {
    known.remove(job);
    sources.remove(job);
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
          if (known.containsKey(want.job()) && (anew || !count.equals(asked.get(want)))) {
            ask(want, count);
          }
        });
    anew = false;
  }

  private void ask(Want want, long count) {
    String source = sources.getOrDefault(want.job(), "");
    manager.ask(
        want.job(), places.ask(source, want.priority(), want.size(), count, nodes.values()));
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

  /** What was asked for and not granted. */
  synchronized Set<Want> unserved() {
    return Set.copyOf(asked.keySet());
  }

  /** Containers to be stopped so that queues below their due get it (P3e). */
  synchronized List<Release> preempt(long nowMillis) {
    return manager.preempt(nowMillis);
  }

  /** Whether a container that was granted for a job may go on draining a lane. */
  synchronized boolean mayDrain(long job, Lane lane) {
    return known.getOrDefault(job, lane.queue()).equals(lane.queue())
        && !pauses.cover(lane.queue());
  }

  /** Pauses as the database has them now. */
  synchronized void readPauses() {
    pauses.read();
  }

  synchronized void ended(long container) {
    manager.end(container);
  }

  synchronized void removeIdleQueues() {
    manager.removeIdleQueues();
  }

  @Override
  public QueueSnapshot queues() {
    beforeALook.run();
    synchronized (this) {
      return manager.snapshot();
    }
  }

  @Override
  public Optional<Explanation> explain(long jobId) {
    beforeALook.run();
    synchronized (this) {
      return known.containsKey(jobId)
          ? Optional.of(Resting.complete(pauses.complete(manager.explain(jobId)), nodes.values()))
          : Optional.empty();
    }
  }

  @Override
  public synchronized List<String> replace(SchedulerSettings newSettings) {
    List<String> changes = manager.replace(newSettings);
    settings = newSettings;
    pauses.read();
    return changes;
  }

  @Override
  public synchronized void masters(Map<String, Resources> byPipeline) {
    masters = Map.copyOf(byPipeline);
  }

  @Override
  public synchronized void places(Map<String, List<String>> bySource) {
    Places now = new Places(bySource);
    anew |= !now.equals(places);
    places = now;
  }

  @Override
  public synchronized boolean maySubmit(Set<String> names, String queue) {
    return manager.maySubmit(names, queue);
  }

  @Override
  public synchronized boolean mayAdminister(Set<String> names, String queue) {
    return manager.mayAdminister(names, queue);
  }

  @Override
  public synchronized boolean mayHoldJobs(String queue) {
    return manager.mayHoldApplications(queue);
  }

  @Override
  public synchronized void checkRoom(String queue, Optional<String> from) {
    manager.checkRoom(queue, from);
  }

  @Override
  public synchronized void moved(long jobId, String queue) {
    // One whose queue the settings have just taken away stays where it counts; each cycle tries.
    if (known.containsKey(jobId) && manager.mayHoldApplications(queue)) {
      manager.move(jobId, queue);
      known.put(jobId, queue);
    }
  }

  @Override
  public synchronized boolean pause(String queue, String by) {
    return pauses.pause(queue, by);
  }

  @Override
  public synchronized boolean resume(String queue) {
    return pauses.resume(queue);
  }

  @Override
  public List<Mark> pauses() {
    beforeALook.run();
    synchronized (this) {
      return pauses.all();
    }
  }

  private Resources master(String pipeline) {
    return masters.getOrDefault(pipeline, settings.minAllocation());
  }
}
