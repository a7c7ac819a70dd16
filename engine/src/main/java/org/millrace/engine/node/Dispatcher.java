package org.millrace.engine.node;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.DelayedTasks;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.engine.node.Wants.Asked;
import org.millrace.engine.node.Wants.LaneWork;
import org.millrace.engine.transport.Transports;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.Release;

/**
 * One scheduling cycle: takes back, counts, admits, asks, grants, releases. Called by one thread at
 * a time.
 */
public final class Dispatcher {
  private final LeaseReaper reaper;
  private final Transports transports;
  private final DelayedTasks delayed;
  private final ProgressFold progress;
  private final JobAdmission admission;
  private final Demand demand;
  private final Wants wants;
  private final CapacityManager capacity;
  private final Leases leases;
  private final Node node;
  private final Function<Lease, Container> containers;
  private final LaneRests rests;
  private final Clock clock;
  private final Runnable nudge;
  private final Map<Long, Running> running = new ConcurrentHashMap<>();
  private volatile Map<Lane, LaneWork> unclaimed = Map.of();

  /** A container and what it was granted for. */
  private record Running(Container container, Want want) {}

  Dispatcher(
      LeaseReaper reaper,
      Transports transports,
      DelayedTasks delayed,
      ProgressFold progress,
      JobAdmission admission,
      Demand demand,
      Wants wants,
      CapacityManager capacity,
      Leases leases,
      Node node,
      Function<Lease, Container> containers,
      LaneRests rests,
      Clock clock,
      Runnable nudge) {
    this.reaper = reaper;
    this.transports = transports;
    this.delayed = delayed;
    this.progress = progress;
    this.admission = admission;
    this.demand = demand;
    this.wants = wants;
    this.capacity = capacity;
    this.leases = leases;
    this.node = node;
    this.containers = containers;
    this.rests = rests;
    this.clock = clock;
    this.nudge = nudge;
  }

  /** Runs one cycle. */
  public void dispatch() {
    // 1. Tasks of dead workers, and failed ones whose wait is over, go back to their lanes.
    reaper.reap();
    delayed.promoteDue();
    transports.exchange();
    // 2. What was settled since the last cycle is counted; barriers open.
    while (progress.fold() > 0) {}
    // 3. Jobs come, become active and go.
    admission.run();
    // Their first tasks, and barriers', need not wait for the next cycle.
    transports.exchange();
    // 4. What they ask for.
    Asked asked = wants.of(demand.pending(), runningByWant());
    unclaimed = asked.unclaimed();
    capacity.want(asked.counts());
    // 5. Who gets what there is.
    List<ContainerGrant> grants = capacity.allocate(node.free());
    grants.forEach(grant -> start(grant, asked));
    // 6. Queues below their due get it from those above.
    capacity.preempt(clock.millis()).forEach(this::stop);
    capacity.removeIdleQueues();
  }

  /** One that has lost its lease takes its room until its task ends, but does nothing more. */
  private Map<Want, Long> runningByWant() {
    Map<Want, Long> counts = new HashMap<>();
    running.values().stream()
        .filter(each -> each.container().drains(each.container().lease().lane()))
        .forEach(each -> counts.merge(each.want(), 1L, Long::sum));
    return counts;
  }

  private void start(ContainerGrant grant, Asked asked) {
    Want want = new Want(grant.application(), grant.priority(), grant.size());
    Lane lane = asked.lanes().get(want);
    Lease lease = leases.grant(lane, grant.node());
    Container container = containers.apply(lease);
    running.put(grant.container(), new Running(container, want));
    node.start(
        container,
        () -> {
          running.remove(grant.container());
          capacity.ended(grant.container());
          if (!container.foundWork()) {
            LaneWork known = unclaimed.get(lane);
            rests.rest(lane, known == null ? 0 : known.pending());
          }
          nudge.run();
        });
  }

  private void stop(Release release) {
    Running victim = running.get(release.container());
    if (victim != null) {
      victim.container().stop();
    }
  }

  /**
   * How many tasks a container of the lane should claim: a full batch while there is plenty, less
   * and less towards the end, so that all slots end together.
   */
  int share(Lane lane, int batch) {
    LaneWork known = unclaimed.get(lane);
    if (known == null) {
      return 1;
    }
    long share = Math.max(1, Math.min(batch, known.left().get() / (2L * node.slots())));
    known.left().addAndGet(-share);
    return (int) share;
  }
}
