package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.Leases.Granted;
import org.millrace.engine.lease.Leases.Purpose;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.LiveJobs;
import org.millrace.engine.ledger.LiveJobs.Live;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.scheduling.Lane;

/**
 * What a manager that does not lead shows of queues and jobs: nodes, jobs, leases and demand as the
 * leader wrote them down, put together anew when somebody looks, once a second at most. It decides
 * and writes nothing. Thread-safe.
 */
final class Onlooker {
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final BooleanSupplier leads;
  private final NodeRegistry nodes;
  private final LiveJobs jobs;
  private final PipelineCatalog pipelines;
  private final Leases leases;
  private final Demand demand;
  private final Wants wants;
  private final CapacityManager capacity;
  private final Machine machine;
  private boolean looked;
  private long lookedAt;

  Onlooker(
      BooleanSupplier leads,
      NodeRegistry nodes,
      LiveJobs jobs,
      PipelineCatalog pipelines,
      Leases leases,
      Demand demand,
      Wants wants,
      CapacityManager capacity,
      Machine machine) {
    this.leads = leads;
    this.nodes = nodes;
    this.jobs = jobs;
    this.pipelines = pipelines;
    this.leases = leases;
    this.demand = demand;
    this.wants = wants;
    this.capacity = capacity;
    this.machine = machine;
  }

  /** Brings the resource manager up to date, unless this process leads: then it is. */
  synchronized void look() {
    boolean fresh = looked && machine.nanoTime() - lookedAt < FRESH_NANOS;
    if (leads.getAsBoolean() || fresh) {
      return;
    }
    List<NodeInfo> live = nodes.live();
    List<Live> active = jobs.active();
    List<Live> accepted = jobs.accepted(pipelines.all().stream().map(Pipeline::name).toList(), 0);
    List<Granted> leased = leases.all();
    List<Demand.Pending> pending = demand.pending();
    synchronized (capacity) {
      // Whoever has just become the leader begins from here anew, and nobody writes to that.
      if (!leads.getAsBoolean()) {
        capacity.reset();
        capacity.readPauses();
        capacity.nodesAre(live);
        active.forEach(job -> capacity.submit(job, true));
        accepted.forEach(job -> capacity.submit(job, false));
        Map<Want, Long> byWant = new HashMap<>();
        Map<Lane, Integer> byLane = new HashMap<>();
        for (Granted each : leased) {
          adopt(each).ifPresent(want -> byWant.merge(want, 1L, Long::sum));
          byLane.merge(each.lease().lane(), 1, Integer::sum);
        }
        capacity.want(wants.of(pending, new ArrayList<>(), byWant, byLane).counts());
      }
    }
    looked = true;
    lookedAt = machine.nanoTime();
  }

  private Optional<Want> adopt(Granted granted) {
    Purpose purpose = granted.purpose().orElse(null);
    if (purpose == null) {
      return Optional.empty();
    }
    Want want = new Want(purpose.job(), purpose.priority(), purpose.size());
    boolean adopted = capacity.adopt(granted.lease().epoch(), want, granted.lease().node());
    return adopted ? Optional.of(want) : Optional.empty();
  }
}
