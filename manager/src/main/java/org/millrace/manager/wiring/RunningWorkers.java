package org.millrace.manager.wiring;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.node.Engine;
import org.millrace.manager.api.Workers;
import org.millrace.scheduling.Lane;

/** As the ledger has them. */
final class RunningWorkers implements Workers {
  private final Engine engine;

  RunningWorkers(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Worker> all() {
    Map<String, List<Lane>> lanes =
        engine.containers().stream()
            .collect(groupingBy(Lease::node, mapping(Lease::lane, toList())));
    return engine.nodes().live().stream()
        .map(node -> new Worker(node, lanes.getOrDefault(node.name(), List.of())))
        .toList();
  }
}
