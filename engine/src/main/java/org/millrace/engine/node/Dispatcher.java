package org.millrace.engine.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Admission;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.Transport;
import org.millrace.scheduling.Allocator;
import org.millrace.scheduling.Grant;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.LaneDemand;

/**
 * One scheduling cycle: takes back, brings up to date, admits, looks at demand, asks the allocator,
 * starts containers. Called by one thread at a time.
 */
public final class Dispatcher {
  private final LeaseReaper reaper;
  private final Transport transport;
  private final ProgressFold progress;
  private final Admission admission;
  private final Demand demand;
  private final Allocator allocator;
  private final Leases leases;
  private final Stages stages;
  private final Node node;
  private final Function<Lease, Container> containers;
  private final LaneRests rests;
  private final Runnable nudge;
  private volatile Map<Lane, Unclaimed> unclaimed = Map.of();

  /**
   * What a lane had at the last look.
   *
   * @param left tasks in nobody's hand, less what was claimed since
   */
  private record Unclaimed(long pending, AtomicLong left) {}

  Dispatcher(
      LeaseReaper reaper,
      Transport transport,
      ProgressFold progress,
      Admission admission,
      Demand demand,
      Allocator allocator,
      Leases leases,
      Stages stages,
      Node node,
      Function<Lease, Container> containers,
      LaneRests rests,
      Runnable nudge) {
    this.reaper = reaper;
    this.transport = transport;
    this.progress = progress;
    this.admission = admission;
    this.demand = demand;
    this.allocator = allocator;
    this.leases = leases;
    this.stages = stages;
    this.node = node;
    this.containers = containers;
    this.rests = rests;
    this.nudge = nudge;
  }

  /** Runs one cycle. */
  public void dispatch() throws IOException {
    // 1. Tasks of dead workers, and failed ones whose wait is over, go back to their lanes.
    reaper.reap();
    transport.promoteDue();
    // 2. What was settled since the last cycle is counted; barriers open.
    while (progress.fold() > 0) {}
    // 3. Accepted jobs become active.
    admission.admit();
    // 4. What lanes ask for.
    List<LaneDemand> demands = demands();
    // 5. Who gets what there is.
    for (Grant grant : allocator.allocate(List.of(node.capacity()), demands)) {
      start(grant);
    }
  }

  private List<LaneDemand> demands() {
    Map<Lane, Unclaimed> seen = new HashMap<>();
    List<LaneDemand> demands = new ArrayList<>();
    for (Demand.Pending lane : demand.pending()) {
      long left = lane.pending() - node.inHand(lane.lane());
      seen.put(lane.lane(), new Unclaimed(lane.pending(), new AtomicLong(left)));
      Optional<Stage> stage = stages.find(lane.lane().stage());
      if (stage.isPresent() && !rests.resting(lane.lane(), lane.pending())) {
        demands.add(
            new LaneDemand(
                lane.lane(),
                lane.pending(),
                node.containers(lane.lane()),
                stages.options(stage.get()).maxContainers()));
      }
    }
    unclaimed = seen;
    return demands;
  }

  private void start(Grant grant) {
    Lease lease = leases.grant(grant.lane(), grant.node());
    Container container = containers.apply(lease);
    node.start(
        container,
        () -> {
          if (!container.foundWork()) {
            Unclaimed known = unclaimed.get(grant.lane());
            rests.rest(grant.lane(), known == null ? 0 : known.pending());
          }
          nudge.run();
        });
  }

  /**
   * How many tasks a container of the lane should claim: a full batch while there is plenty, less
   * and less towards the end, so that all slots end together.
   */
  int share(Lane lane, int batch) {
    Unclaimed known = unclaimed.get(lane);
    if (known == null) {
      return 1;
    }
    long share = Math.max(1, Math.min(batch, known.left().get() / (2L * node.slots())));
    known.left().addAndGet(-share);
    return (int) share;
  }
}
