package org.millrace.manager.support;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.settings.SchedulerDefaults;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A resource manager without an engine; a test moves it along by hand. */
public final class InMemoryScheduler implements Scheduler {
  private static final Instant SINCE = Instant.parse("2026-11-21T13:00:00Z");

  private final ResourceManager manager;
  private final Set<Long> known = new HashSet<>();
  private final Map<String, Mark> pauses = new TreeMap<>();

  InMemoryScheduler(SchedulerSettings settings) {
    manager = new ResourceManager(settings);
    manager.addNode("main", "here", new Resources(4096, 2000, 0));
  }

  /** The job asks for containers of 256 MB and half a core, and gets what there is room for. */
  public synchronized void load(String queue, long jobId, int containers) {
    manager.submit(new Submission(jobId, "u", queue, SchedulerDefaults.SETTINGS.minAllocation()));
    manager.ask(jobId, Ask.anywhere(1, new Resources(256, 500, 0), containers));
    manager.allocate(containers);
    known.add(jobId);
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
  public synchronized List<String> replace(SchedulerSettings settings) {
    return manager.replace(settings);
  }

  @Override
  public void masters(Map<String, Resources> byPipeline) {
    throw new UnsupportedOperationException("jobs are submitted by hand");
  }

  @Override
  public void places(Map<String, List<String>> bySource) {
    throw new UnsupportedOperationException("jobs are submitted by hand");
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
    if (known.contains(jobId)) {
      manager.move(jobId, queue);
    }
  }

  @Override
  public synchronized boolean pause(String queue, String by) {
    try {
      manager.pause(queue, true);
    } catch (IllegalArgumentException noSuchQueue) {
      return false;
    }
    pauses.putIfAbsent(queue, new Mark(queue, by, SINCE));
    return true;
  }

  @Override
  public synchronized boolean resume(String queue) {
    boolean paused = pauses.remove(queue) != null;
    if (paused) {
      manager.pause(queue, false);
    }
    return paused;
  }

  @Override
  public synchronized List<Mark> pauses() {
    return List.copyOf(pauses.values());
  }
}
