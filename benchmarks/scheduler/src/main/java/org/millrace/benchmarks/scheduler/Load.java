package org.millrace.benchmarks.scheduler;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What every contender is given: a cluster, flat leaf queues with shares that differ, and
 * applications that always want more.
 *
 * @param nodes each holds {@link #CONTAINERS_PER_NODE} containers
 * @param queues leaves below the root
 */
record Load(int nodes, int queues) {
  static final int APPLICATIONS = 1000;
  static final int CONTAINERS_PER_NODE = 8;
  static final int CONTAINER_MB = 1024;
  static final int NODE_MB = CONTAINERS_PER_NODE * CONTAINER_MB;
  static final int ASKED_BY_EACH = 1_000_000;
  private static final int RACKS = 20;
  private static final int CAPACITY_DECIMALS = 4;

  int containers() {
    return nodes * CONTAINERS_PER_NODE;
  }

  String node(int node) {
    return YarnNode.address(node);
  }

  String rack(int node) {
    return "r" + node % RACKS;
  }

  /** Without the root. */
  String queue(int queue) {
    return "q%04d".formatted(queue);
  }

  int queueOf(int application) {
    return application % queues;
  }

  int weight(int queue) {
    return 1 + queue % 5;
  }

  int minShareMb(int queue) {
    return CONTAINER_MB * (queue % 3);
  }

  /** Percent of the cluster in proportion to the weights; together exactly 100. */
  List<BigDecimal> capacities() {
    int total = 0;
    for (int queue = 0; queue < queues; queue++) {
      total += weight(queue);
    }
    List<BigDecimal> capacities = new ArrayList<>();
    BigDecimal left = BigDecimal.valueOf(100);
    for (int queue = 0; queue < queues - 1; queue++) {
      BigDecimal capacity =
          BigDecimal.valueOf(100L * weight(queue))
              .divide(BigDecimal.valueOf(total), CAPACITY_DECIMALS, RoundingMode.DOWN);
      capacities.add(capacity);
      left = left.subtract(capacity);
    }
    capacities.add(left);
    return capacities;
  }
}
