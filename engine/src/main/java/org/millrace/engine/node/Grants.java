package org.millrace.engine.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases.Granted;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.scheduling.Lane;

/** The containers that the leader has granted and that have not ended. Used by one thread. */
final class Grants {
  private final Map<Long, Grant> byEpoch = new TreeMap<>();

  /** Those that were told to end. */
  private final Set<Long> stopped = new HashSet<>();

  /**
   * @param container as the resource manager numbers it
   * @param count what its lane had when it was granted
   * @param sinceMillis by the leader's clock
   */
  record Grant(long container, Lease lease, Want want, LaneCount count, long sinceMillis) {}

  void add(Grant grant) {
    byEpoch.put(grant.lease().epoch(), grant);
  }

  /** Forgets those whose lease is gone, and answers them. */
  List<Grant> ended(List<Granted> leases) {
    Set<Long> live = new HashSet<>();
    leases.forEach(each -> live.add(each.lease().epoch()));
    List<Grant> ended = new ArrayList<>();
    for (Iterator<Grant> all = byEpoch.values().iterator(); all.hasNext(); ) {
      Grant grant = all.next();
      if (!live.contains(grant.lease().epoch())) {
        all.remove();
        stopped.remove(grant.lease().epoch());
        ended.add(grant);
      }
    }
    return ended;
  }

  void clear() {
    byEpoch.clear();
    stopped.clear();
  }

  /** Those that the condition holds for and that were not told to end yet. */
  Set<Grant> stoppable(Predicate<Grant> which) {
    return byEpoch.values().stream()
        .filter(each -> !stopped.contains(each.lease().epoch()))
        .filter(which)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** It was told to end. */
  void stopped(Grant grant) {
    stopped.add(grant.lease().epoch());
  }

  Map<Want, Long> byWant() {
    Map<Want, Long> counts = new HashMap<>();
    byEpoch.values().forEach(each -> counts.merge(each.want(), 1L, Long::sum));
    return counts;
  }

  Map<Lane, Integer> byLane() {
    Map<Lane, Integer> counts = new HashMap<>();
    byEpoch.values().forEach(each -> counts.merge(each.lease().lane(), 1, Integer::sum));
    return counts;
  }

  Map<String, Integer> byNode() {
    Map<String, Integer> counts = new HashMap<>();
    byEpoch.values().forEach(each -> counts.merge(each.lease().node(), 1, Integer::sum));
    return counts;
  }

  Optional<Grant> ofContainer(long container) {
    return byEpoch.values().stream().filter(each -> each.container() == container).findFirst();
  }
}
