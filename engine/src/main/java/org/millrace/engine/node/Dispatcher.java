package org.millrace.engine.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.Leases.Granted;
import org.millrace.engine.lease.Leases.Purpose;
import org.millrace.engine.ledger.DelayedTasks;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.engine.node.Grants.Grant;
import org.millrace.engine.node.Wants.Asked;
import org.millrace.engine.node.Wants.LaneWork;
import org.millrace.engine.transport.Transports;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.manager.ContainerGrant;
import org.millrace.scheduling.manager.Release;

/**
 * One scheduling cycle: takes back, counts, admits, asks, grants, stops, releases. Of several
 * managers the leader alone does it. Called by one thread at a time.
 */
public final class Dispatcher {
  private static final long TURN_MILLIS = 1000;

  private final Leadership leadership;
  private final NodeRegistry nodes;
  private final LeaseReaper reaper;
  private final Transports transports;
  private final DelayedTasks delayed;
  private final ProgressFold progress;
  private final JobAdmission admission;
  private final Demand demand;
  private final Wants wants;
  private final CapacityManager capacity;
  private final Leases leases;
  private final LaneRests rests;
  private final Database db;
  private final Clock clock;
  private final Consumer<String> tellNode;
  private final Grants grants = new Grants();
  private volatile Map<Lane, LaneWork> unclaimed = Map.of();
  private volatile int slots;
  private volatile boolean leads;

  Dispatcher(
      Leadership leadership,
      NodeRegistry nodes,
      LeaseReaper reaper,
      Transports transports,
      DelayedTasks delayed,
      ProgressFold progress,
      JobAdmission admission,
      Demand demand,
      Wants wants,
      CapacityManager capacity,
      Leases leases,
      LaneRests rests,
      Database db,
      Clock clock,
      Consumer<String> tellNode) {
    this.leadership = leadership;
    this.nodes = nodes;
    this.reaper = reaper;
    this.transports = transports;
    this.delayed = delayed;
    this.progress = progress;
    this.admission = admission;
    this.demand = demand;
    this.wants = wants;
    this.capacity = capacity;
    this.leases = leases;
    this.rests = rests;
    this.db = db;
    this.clock = clock;
    this.tellNode = tellNode;
  }

  /** What a cycle came to. */
  public enum Outcome {
    /** It granted, released or admitted something: more may follow at once. */
    DECIDED,
    /** There was nothing to decide. */
    COUNTED,
    /** No slot was free, so that until a container ends there is nothing to decide. */
    FULL
  }

  /** Runs one cycle, when this process leads. */
  public Outcome dispatch() {
    try {
      return cycle();
    } catch (RuntimeException e) {
      // What the resource manager knows of it may have been committed or not: the next cycle begins
      // from the leases, as a new leader's.
      leadership.doubt();
      throw e;
    }
  }

  private Outcome cycle() {
    Leadership.Standing standing = leadership.hold();
    leads = standing != Leadership.Standing.STANDBY;
    if (!leads) {
      return Outcome.COUNTED;
    }
    if (standing == Leadership.Standing.NEW) {
      capacity.reset();
      admission.reset();
      grants.clear();
    }
    // 1. Tasks of dead workers, and failed ones whose wait is over, go back to their lanes; what
    // lies between stores goes on.
    reaper.reap();
    delayed.promoteDue();
    transports.exchange();
    // 2. What was settled since the last cycle is counted; barriers open.
    while (progress.fold()) {}
    // 3. Nodes and jobs come and go; so do the containers that ran.
    List<NodeInfo> live = nodes.live();
    capacity.nodesAre(live);
    boolean admitted = admission.run();
    // Their first tasks, and barriers', need not wait for the next cycle.
    transports.publish();
    List<Granted> leased = leases.all();
    if (standing == Leadership.Standing.NEW) {
      leased.forEach(this::adopt);
    }
    List<Grant> ended = grants.ended(leased);
    ended.forEach(each -> capacity.ended(each.container()));
    // 4. What jobs ask for.
    List<Demand.Pending> pending = demand.pending();
    Asked asked = wants.of(pending, ended, grants.byWant(), grants.byLane());
    unclaimed = asked.unclaimed();
    capacity.want(asked.counts());
    // 5. Who gets what there is.
    slots = live.stream().mapToInt(NodeInfo::containers).sum();
    int free = free(live);
    List<ContainerGrant> granted = capacity.allocate(free);
    // 6. Containers of paused queues, on drained nodes and of jobs that were moved away go; so do
    // those whose turn is over while others wait, and those above their queues' due, for queues
    // below theirs.
    Set<String> drained = drained(live);
    Set<Grant> stopped =
        grants.stoppable(
            each ->
                drained.contains(each.lease().node())
                    || !capacity.mayDrain(each.want().job(), each.lease().lane()));
    stopped.addAll(overstaying());
    for (Release release : capacity.preempt(clock.millis())) {
      grants.ofContainer(release.container()).ifPresent(stopped::add);
    }
    publish(granted, asked, stopped);
    capacity.removeIdleQueues();
    if (admitted || !granted.isEmpty() || !stopped.isEmpty()) {
      return Outcome.DECIDED;
    }
    return free == 0 ? Outcome.FULL : Outcome.COUNTED;
  }

  /** Whoever waits for a slot gets one of those that others have had for a turn. */
  private Set<Grant> overstaying() {
    Set<Want> unserved = capacity.unserved();
    long before = clock.millis() - TURN_MILLIS;
    return grants.stoppable(
        each ->
            each.sinceMillis() < before
                && unserved.stream().anyMatch(want -> !want.equals(each.want())));
  }

  private static Set<String> drained(List<NodeInfo> live) {
    return live.stream()
        .filter(each -> each.drained().isPresent())
        .map(NodeInfo::name)
        .collect(Collectors.toSet());
  }

  private int free(List<NodeInfo> live) {
    Map<String, Integer> taken = grants.byNode();
    return live.stream()
        .mapToInt(each -> Math.max(0, each.containers() - taken.getOrDefault(each.name(), 0)))
        .sum();
  }

  private void adopt(Granted each) {
    Optional<Purpose> purpose = each.purpose();
    Lease lease = each.lease();
    if (purpose.isPresent()) {
      Want want = new Want(purpose.get().job(), purpose.get().priority(), purpose.get().size());
      if (capacity.adopt(lease.epoch(), want, lease.node())) {
        grants.add(new Grant(lease.epoch(), lease, want, LaneCount.NONE, clock.millis()));
        return;
      }
    }
    // Of a job that has ended, or on a node that is gone.
    leases.stop(lease.epoch());
  }

  /** What was decided, in one commit, and only while nobody else decides. */
  private void publish(List<ContainerGrant> granted, Asked asked, Set<Grant> stopped) {
    if (granted.isEmpty() && stopped.isEmpty()) {
      return;
    }
    List<Grant> made = new ArrayList<>();
    boolean published =
        db.inTransaction(
            () -> {
              if (leadership.confirm()) {
                granted.forEach(each -> made.add(lease(each, asked)));
                stopped.stream().map(each -> each.lease().epoch()).sorted().forEach(leases::stop);
                return true;
              }
              return false;
            });
    if (published) {
      made.forEach(grants::add);
      stopped.forEach(grants::stopped);
      Stream.concat(made.stream(), stopped.stream())
          .map(each -> each.lease().node())
          .distinct()
          .forEach(tellNode);
    } else {
      leads = false;
    }
  }

  private Grant lease(ContainerGrant grant, Asked asked) {
    Want want = new Want(grant.application(), grant.priority(), grant.size());
    Lane lane = asked.lanes().get(want);
    Lease lease =
        leases.grant(
            lane, grant.node(), new Purpose(grant.application(), grant.priority(), grant.size()));
    LaneWork work = asked.unclaimed().get(lane);
    return new Grant(
        grant.container(),
        lease,
        want,
        work == null ? LaneCount.NONE : work.count(),
        clock.millis());
  }

  /** Whether this process decides at the moment. */
  boolean leads() {
    return leads;
  }

  /** Lets another decide at once. */
  void leave() {
    leads = false;
    leadership.leave();
  }

  /**
   * How many tasks a container of the lane should claim: a full batch while there is plenty, less
   * and less towards the end, so that all slots end together.
   */
  int share(Lane lane, int batch) {
    LaneWork known = unclaimed.get(lane);
    if (known == null) {
      return leads ? 1 : batch;
    }
    long share = Math.max(1, Math.min(batch, known.left().get() / (2L * Math.max(1, slots))));
    known.left().addAndGet(-share);
    return (int) share;
  }
}
