package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.node.NodeInfo;
import org.millrace.manager.api.Workers;
import org.millrace.scheduling.Lane;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The worker processes, and what runs in them. */
@RestController
final class WorkersPage {
  private final Pages pages;
  private final Pulse pulse;

  WorkersPage(Pages pages, Pulse pulse) {
    this.pages = pages;
    this.pulse = pulse;
  }

  /**
   * A worker.
   *
   * @param lanes how many containers drain each
   */
  public record Row(NodeInfo node, int running, List<Drained> lanes) {}

  public record Drained(String stage, String queue, int containers) {}

  @GetMapping("/workers")
  ResponseEntity<String> workers(HttpServletRequest request) {
    return pages.shared(
        request,
        "workers",
        () -> Map.of("workers", pulse.now().workers().stream().map(WorkersPage::row).toList()));
  }

  private static Row row(Workers.Worker worker) {
    Map<Lane, Integer> counts = new TreeMap<>();
    worker.lanes().forEach(lane -> counts.merge(lane, 1, Integer::sum));
    return new Row(
        worker.node(),
        worker.lanes().size(),
        counts.entrySet().stream()
            .map(each -> new Drained(each.getKey().stage(), each.getKey().queue(), each.getValue()))
            .toList());
  }
}
