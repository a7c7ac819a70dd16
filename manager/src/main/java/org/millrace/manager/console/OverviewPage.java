package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.manager.api.JobView;
import org.millrace.manager.api.JobViews;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The first page: how the system is, what needs somebody, and the latest jobs. */
@RestController
final class OverviewPage implements Prepared {
  private static final int LATEST = 8;

  private final Pages pages;
  private final Pulse pulse;
  private final Attention attention;
  private final JobLedger ledger;
  private final JobViews views;

  OverviewPage(Pages pages, Pulse pulse, Attention attention, JobLedger ledger, JobViews views) {
    this.pages = pages;
    this.pulse = pulse;
    this.attention = attention;
    this.ledger = ledger;
    this.views = views;
  }

  @GetMapping("/")
  ResponseEntity<String> overview(HttpServletRequest request, UriComponentsBuilder root) {
    return pages.shared(request, "overview", () -> model(root));
  }

  @Override
  public void prepare() {
    pages.prepare("overview", model(UriComponentsBuilder.newInstance()));
  }

  private Map<String, ?> model(UriComponentsBuilder root) {
    Pulse.Beat beat = pulse.now();
    QueueSnapshot cluster = beat.queues();
    List<JobView> latest =
        ledger.list(new JobFilter(List.of(), 0, LATEST)).stream()
            .map(job -> views.listed(job, root.build().toUri()))
            .toList();
    return Map.of(
        "beat",
        beat,
        "work",
        Work.of(beat),
        "items",
        attention.now(beat),
        "cluster",
        cluster,
        "use",
        Share.of(cluster.usage(), cluster.guaranteed()),
        "latest",
        latest);
  }

  /**
   * All stages together.
   *
   * @param rate tasks done a second, lately
   */
  public record Work(long waiting, long running, double rate) {
    static Work of(Pulse.Beat beat) {
      Collection<StageNow> stages = beat.stages().values();
      return new Work(
          stages.stream().mapToLong(StageNow::waiting).sum(),
          stages.stream().mapToLong(StageNow::running).sum(),
          stages.stream().mapToDouble(StageNow::rate).sum());
    }
  }
}
