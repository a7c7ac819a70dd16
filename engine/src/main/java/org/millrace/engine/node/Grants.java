package org.millrace.engine.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases.Granted;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.scheduling.Lane;

/** The containers that the leader has granted and that have not ended. Used by one thread. */
final class Grants {
  private final Map<Long, Grant> byEpoch = new TreeMap<>();

  /**
   * @param container as the resource manager numbers it
   * @param pending what its lane had when it was granted
   */
  record Grant(long container, Lease lease, Want want, long pending) {}

  void add(Grant grant) {
    byEpoch.put(grant.lease().epoch(), grant);
  }

  /** Forgets those whose lease is gone, and answers them. */
  List<Grant> ended(List<Granted> leases) {
    Set<Long> live = new HashSet<>();
    leases.forEach(each -> live.add(each.lease().epoch()));
    List<Grant> ended = new java.util.ArrayList<>();
    for (Iterator<Grant> all = byEpoch.values().iterator(); all.hasNext(); ) {
      Grant grant = all.next();
      if (!live.contains(grant.lease().epoch())) {
        all.remove();
        ended.add(grant);
      }
    }
    return ended;
  }

  void clear() {
    byEpoch.clear();
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
