package org.millrace.manager.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millrace.engine.node.DrainedNodes;
import org.millrace.engine.node.DrainedNodes.Drain;
import org.millrace.engine.node.NodeInfo;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the worker processes, and takes their work away or gives it back. */
@RestController
final class WorkersController {
  private final Workers workers;
  private final DrainedNodes drained;

  WorkersController(Workers workers, DrainedNodes drained) {
    this.workers = workers;
    this.drained = drained;
  }

  /**
   * @param absent drained workers whose process is not there: started again they get no work
   */
  record WorkerViews(List<WorkerView> workers, List<AbsentView> absent) {}

  /**
   * @param state UP, DRAINING while what it has in hand runs, DRAINED, or SHORT_OF_DISK
   * @param capacity what its containers may use together
   * @param most containers at a time
   * @param running containers by stage and queue
   * @param drainedBy null when nobody has drained it
   * @param drainedSince null when nobody has drained it
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
      Instant seenAt,
      String drainedBy,
      Instant drainedSince) {}

  record Running(String stage, String queue, int containers) {}

  record AbsentView(String name, String drainedBy, Instant drainedSince) {}

  /**
   * @param containers that still run there
   */
  record DrainView(
      String name, String state, int containers, String drainedBy, Instant drainedSince) {}

  @GetMapping("/api/v1/workers")
  WorkerViews workers() {
    List<Workers.Worker> all = workers.all();
    Set<String> there = all.stream().map(each -> each.node().name()).collect(Collectors.toSet());
    return new WorkerViews(
        all.stream().map(WorkersController::view).toList(),
        drained.all().stream()
            .filter(each -> !there.contains(each.node()))
            .map(each -> new AbsentView(each.node(), each.by(), each.since()))
            .toList());
  }

  /**
   * Gives a worker no more containers until it is resumed, also after a restart; those it has end
   * after the task in hand. Its process stays. A second time changes nothing.
   */
  @PostMapping("/api/v1/workers/{name}/drain")
  DrainView drain(@PathVariable String name, Principal user) {
    Workers.Worker worker = find(name).orElseThrow(() -> unknown(name));
    AuditTrail.before(Map.of("state", worker.state()));
    drained.add(name, user.getName());
    return changed(name);
  }

  /** Gives a drained worker work again. 409 when it is not drained. */
  @PostMapping("/api/v1/workers/{name}/resume")
  DrainView resume(@PathVariable String name) {
    Optional<Workers.Worker> worker = find(name);
    Optional<Drain> drain =
        drained.all().stream().filter(each -> each.node().equals(name)).findFirst();
    if (worker.isEmpty() && drain.isEmpty()) {
      throw unknown(name);
    }
    AuditTrail.before(Map.of("state", worker.map(each -> each.state().name()).orElse("DRAINED")));
    if (!drained.remove(name)) {
      throw new ApiException(
          HttpStatus.CONFLICT,
          new Problem(
              "worker " + name,
              "only a worker that is drained can be resumed",
              worker.map(each -> each.state().name()).orElse(""),
              "./millrace workers lists them"));
    }
    return changed(name);
  }

  private DrainView changed(String name) {
    DrainView now =
        find(name)
            .map(WorkersController::drainView)
            .orElseGet(() -> new DrainView(name, "ABSENT", 0, null, null));
    AuditTrail.after(Map.of("state", now.state(), "containers", now.containers()));
    return now;
  }

  private Optional<Workers.Worker> find(String name) {
    return workers.all().stream().filter(each -> each.node().name().equals(name)).findFirst();
  }

  private ApiException unknown(String name) {
    List<String> names = workers.all().stream().map(each -> each.node().name()).toList();
    return ApiException.notFound(
        "worker",
        "must be the name of a worker that runs",
        name,
        DidYouMean.remedy(name, names) + "; ./millrace workers lists them");
  }

  private static DrainView drainView(Workers.Worker worker) {
    Optional<Drain> drain = worker.node().drained();
    return new DrainView(
        worker.node().name(),
        worker.state().name(),
        worker.lanes().size(),
        drain.map(Drain::by).orElse(null),
        drain.map(Drain::since).orElse(null));
  }

  private static WorkerView view(Workers.Worker worker) {
    Map<Lane, Integer> counts = new TreeMap<>();
    worker.lanes().forEach(lane -> counts.merge(lane, 1, Integer::sum));
    NodeInfo node = worker.node();
    return new WorkerView(
        node.name(),
        node.host(),
        node.pid(),
        worker.state().name(),
        node.capacity(),
        node.containers(),
        counts.entrySet().stream()
            .map(each -> new Running(each.getKey().stage(), each.getKey().queue(), each.getValue()))
            .toList(),
        node.startedAt(),
        node.seenAt(),
        node.drained().map(Drain::by).orElse(null),
        node.drained().map(Drain::since).orElse(null));
  }
}
