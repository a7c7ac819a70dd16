package org.millrace.manager.support;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final ResourceManager manager;
  private final Set<Long> known = new HashSet<>();

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
}
