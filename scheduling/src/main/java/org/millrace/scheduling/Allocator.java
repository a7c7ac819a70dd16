package org.millrace.scheduling;

import java.util.List;

/**
 * Decides which lane gets a container on which node. Called by one thread at a time; never blocks;
 * grants no more than the nodes have free and no lane more than it asks for.
 */
public interface Allocator {
  List<Grant> allocate(List<NodeCapacity> nodes, List<LaneDemand> demands);
}
