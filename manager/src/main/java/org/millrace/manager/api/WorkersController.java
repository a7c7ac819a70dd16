package org.millrace.manager.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.node.NodeInfo;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the worker processes. */
@RestController
final class WorkersController {
  private final Workers workers;

  WorkersController(Workers workers) {
    this.workers = workers;
  }

  record WorkerViews(List<WorkerView> workers) {}

  /**
   * @param capacity what its containers may use together
   * @param most containers at a time
   * @param running containers by stage and queue
   */
  record WorkerView(
      String name,
      String host,
      long pid,
      String state,
      Resources capacity,
      int most,
      List<Running> running,
      Instant startedAt,
      Instant seenAt) {}

  record Running(String stage, String queue, int containers) {}

  @GetMapping("/api/v1/workers")
  WorkerViews workers() {
    return new WorkerViews(workers.all().stream().map(WorkersController::view).toList());
  }

  private static WorkerView view(Workers.Worker worker) {
    Map<Lane, Integer> counts = new TreeMap<>();
    worker.lanes().forEach(lane -> counts.merge(lane, 1, Integer::sum));
    NodeInfo node = worker.node();
    return new WorkerView(
        node.name(),
        node.host(),
        node.pid(),
        node.draining() ? "DRAINING" : node.shortOfDisk() ? "SHORT_OF_DISK" : "UP",
        node.capacity(),
        node.containers(),
        counts.entrySet().stream()
            .map(each -> new Running(each.getKey().stage(), each.getKey().queue(), each.getValue()))
            .toList(),
        node.startedAt(),
        node.seenAt());
  }
}
