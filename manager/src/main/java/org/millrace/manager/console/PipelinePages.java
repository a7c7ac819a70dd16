package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.millrace.engine.ledger.JobSearch;
import org.millrace.engine.ledger.JobSearch.Query;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.JobView;
import org.millrace.manager.api.JobViews;
import org.millrace.manager.errors.DidYouMean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Draws the pipelines, with what runs and waits at each stage now. */
@RestController
final class PipelinePages implements Prepared {
  private static final int LATEST = 8;

  private final Pages pages;
  private final RouteBook routes;
  private final Pulse pulse;
  private final JobSearch search;
  private final JobViews views;

  PipelinePages(Pages pages, RouteBook routes, Pulse pulse, JobSearch search, JobViews views) {
    this.search = search;
    this.views = views;
    this.pages = pages;
    this.routes = routes;
    this.pulse = pulse;
  }

  @GetMapping("/pipelines")
  ResponseEntity<String> pipelines(HttpServletRequest request) {
    return pages.shared(
        request,
        "pipelines",
        () -> Map.of("graphs", routes.pipelines().stream().map(this::graph).toList()));
  }

  @GetMapping(path = "/pipelines", params = "name")
  ResponseEntity<String> named(
      @RequestParam String name, HttpServletRequest request, UriComponentsBuilder root) {
    return pipeline(name, request, root);
  }

  @GetMapping("/pipelines/{name}")
  ResponseEntity<String> pipeline(
      @PathVariable String name, HttpServletRequest request, UriComponentsBuilder root) {
    return pages.shared(request, "pipeline", () -> model(find(name), root));
  }

  @Override
  public void prepare() {
    UriComponentsBuilder root = UriComponentsBuilder.newInstance();
    routes.pipelines().stream()
        .limit(1)
        .forEach(each -> pages.prepare("pipeline", model(each, root)));
  }

  private Map<String, ?> model(Pipeline pipeline, UriComponentsBuilder root) {
    String name = pipeline.name();
    return Map.of("name", name, "graph", graph(pipeline), "jobs", latest(name, root));
  }

  private List<JobView> latest(String pipeline, UriComponentsBuilder root) {
    return search.list(Query.ofPipeline(pipeline), 0, LATEST).stream()
        .map(job -> views.listed(job, root.build().toUri()))
        .toList();
  }

  private Pipeline find(String name) {
    List<String> names = routes.pipelines().stream().map(Pipeline::name).toList();
    return routes.pipelines().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "pipeline", "must be a loaded pipeline", name, DidYouMean.remedy(name, names)));
  }

  private Graph graph(Pipeline pipeline) {
    Pulse.Beat beat = pulse.now();
    return Graph.of(pipeline, beat::stage);
  }
}
