package org.millrace.scheduling.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.manager.SubmissionRefusedException;
import org.millrace.scheduling.resource.Resources;

/**
 * Runs a workload tick by tick against a {@link ResourceManager}. The same workload gives the same
 * grants. For one run; not thread-safe.
 */
public final class Simulation {
  // The application master is asked for before everything else.
  private static final int AM_PRIORITY = Integer.MIN_VALUE;

  private final Workload workload;
  private final SimulationListener listener;
  private final ResourceManager manager;
  private final Statistics statistics;
  private final Map<Integer, List<Workload.Application>> arrivals = new TreeMap<>();
  private final Map<Long, RunningApplication> running = new HashMap<>();
  private final Map<String, ArrayDeque<RunningContainer>> byNode = new HashMap<>();
  private final List<RunningApplication> askNext = new ArrayList<>();
  private int tick;
  private long seq;

  public Simulation(Workload workload, SimulationListener listener) {
    this.workload = workload;
    this.listener = listener;
    this.manager = new ResourceManager(workload.settings());
    if (workload.isOfYarnsKind()) {
      manager.decideAsYarn();
    }
    this.statistics = new Statistics(workload);
    for (Workload.Node node : workload.nodes()) {
      manager.addNode(node.name(), node.rack(), node.capacity());
      byNode.put(node.name(), new ArrayDeque<>());
    }
    for (Workload.Application application : workload.applications()) {
      arrivals.computeIfAbsent(application.submitAt(), key -> new ArrayList<>()).add(application);
    }
  }

  /** Runs all ticks. */
  public SimulationSummary run() {
    for (tick = 0; tick < workload.ticks(); tick++) {
      // 1. Applications arrive.
      arrivals.getOrDefault(tick, List.of()).forEach(this::arrive);
      // 2. Demand and fair shares are computed, once a tick.
      manager.refresh();
      listener.shares(tick, manager.fairSharesMb());
      // 3. Nodes make an offer each; what has run its time on a node ends before it.
      for (Workload.Node node : workload.nodes()) {
        endContainers(node.name());
        manager
            .offer(node.name(), workload.grantsPerOffer().orElse(Integer.MAX_VALUE))
            .forEach(this::granted);
      }
      // 4. Applications whose master was granted ask for the rest.
      askNext.forEach(this::askForTasks);
      askNext.clear();
      statistics.tickEnded();
    }
    return statistics.summary();
  }

  private void arrive(Workload.Application application) {
    Resources am = application.am() == null ? Resources.NONE : application.am();
    try {
      manager.submit(new Submission(application.id(), application.user(), application.queue(), am));
    } catch (SubmissionRefusedException e) {
      statistics.refused(application);
      listener.refused(tick, application.id(), e.getMessage());
      return;
    }
    RunningApplication arrived = new RunningApplication(application);
    running.put(application.id(), arrived);
    statistics.arrived(application);
    if (application.am() == null) {
      askForTasks(arrived);
    } else {
      manager.ask(application.id(), Ask.anywhere(AM_PRIORITY, application.am(), 1));
    }
  }

  private void askForTasks(RunningApplication application) {
    Workload.Application what = application.what();
    application.asked(tick);
    what.asks().forEach(ask -> manager.ask(what.id(), ask));
    if (application.isDone()) {
      end(application);
    }
  }

  private void granted(ContainerGrant grant) {
    RunningApplication application = running.get(grant.application());
    boolean am = grant.priority() == AM_PRIORITY;
    listener.granted(
        new SimulatedGrant(seq++, tick, grant.application(), grant.queue(), grant.node()));
    application.granted(grant, am);
    statistics.granted(grant, am ? 0 : tick - application.askedAt(), am);
    if (am) {
      askNext.add(application);
    } else {
      int endsAt = Math.addExact(tick, application.what().taskTicks());
      byNode.get(grant.node()).add(new RunningContainer(application, grant, endsAt));
    }
  }

  private void endContainers(String node) {
    byNode
        .get(node)
        .removeIf(
            container -> {
              boolean over = container.endsAt() <= tick;
              if (over) {
                end(container);
              }
              return over;
            });
  }

  private void end(RunningContainer container) {
    manager.end(container.grant().container());
    statistics.ended(container.grant(), tick);
    container.application().taskEnded();
    if (container.application().isDone()) {
      end(container.application());
    }
  }

  private void end(RunningApplication application) {
    application
        .master()
        .ifPresent(
            master -> {
              manager.end(master.container());
              statistics.ended(master, tick);
            });
    manager.finish(application.what().id());
    running.remove(application.what().id());
  }

  private record RunningContainer(
      RunningApplication application, ContainerGrant grant, int endsAt) {}
}
