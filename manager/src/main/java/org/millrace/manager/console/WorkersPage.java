package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millrace.engine.node.DrainedNodes;
import org.millrace.engine.node.NodeInfo;
import org.millrace.manager.api.Workers;
import org.millrace.manager.api.Workers.State;
import org.millrace.scheduling.Lane;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The worker processes, and what runs in them. */
@RestController
final class WorkersPage {
  private final Pages pages;
  private final Pulse pulse;
  private final DrainedNodes drained;

  WorkersPage(Pages pages, Pulse pulse, DrainedNodes drained) {
    this.pages = pages;
    this.pulse = pulse;
    this.drained = drained;
  }

  /**
   * A worker.
   *
   * @param lanes how many containers drain each
   */
  public record Row(NodeInfo node, int running, List<Drained> lanes, State state) {
    /** How it stands, in words. */
    public String says() {
      return switch (state) {
        case UP -> "up";
        case DRAINED -> "drained";
        case SHORT_OF_DISK -> "short of disk";
        case DRAINING -> "draining (" + Show.INSTANCE.plural(running, "container") + " left)";
      };
    }
  }

  public record Drained(String stage, String queue, int containers) {}

  @GetMapping("/workers")
  ResponseEntity<String> workers(HttpServletRequest request) {
    boolean steers = Viewer.of(request).user().administrator();
    return pages.shared(request, "workers", steers ? "admin " : "", () -> model(steers));
  }

  private Map<String, ?> model(boolean steers) {
    List<Workers.Worker> workers = pulse.now().workers();
    Set<String> there =
        workers.stream().map(each -> each.node().name()).collect(Collectors.toSet());
    return Map.of(
        "steers",
        steers,
        "workers",
        workers.stream().map(WorkersPage::row).toList(),
        "absent",
        drained.all().stream().filter(each -> !there.contains(each.node())).toList());
  }

  private static Row row(Workers.Worker worker) {
    Map<Lane, Integer> counts = new TreeMap<>();
    worker.lanes().forEach(lane -> counts.merge(lane, 1, Integer::sum));
    return new Row(
        worker.node(),
        worker.lanes().size(),
        counts.entrySet().stream()
            .map(each -> new Drained(each.getKey().stage(), each.getKey().queue(), each.getValue()))
            .toList(),
        worker.state());
  }
}
