package org.millrace.manager.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.stage.Stages;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.settings.SourceSettings;

/** The catalog of a running engine. */
final class RunningCatalog implements Catalog {
  private final PipelineCatalog pipelines;
  private final Stages stages;
  private final CamelContext camel;
  private final SettingsFile settings;

  RunningCatalog(
      PipelineCatalog pipelines, Stages stages, CamelContext camel, SettingsFile settings) {
    this.pipelines = pipelines;
    this.stages = stages;
    this.camel = camel;
    this.settings = settings;
  }

  @Override
  public List<Stage> stages() {
    return pipelines.all().stream()
        .flatMap(
            pipeline ->
                pipeline.stages().stream()
                    .flatMap(name -> stages.find(name).stream())
                    .map(stage -> view(pipeline.name(), stage)))
        .toList();
  }

  @Override
  public List<Pipeline> pipelines() {
    return pipelines.all().stream().map(each -> new Pipeline(each.name(), each.stages())).toList();
  }

  @Override
  public Optional<Pipeline> pipeline(String name, Optional<String> stage) {
    return pipelines
        .find(name, stage.orElse(null))
        .map(each -> new Pipeline(each.name(), each.stages()));
  }

  @Override
  public List<SourceSettings> sources() {
    return List.copyOf(settings.get().sources().values());
  }

  private Stage view(String pipeline, org.millrace.engine.stage.Stage stage) {
    StageOptions options = stages.options(stage);
    Map<String, String> shown = new TreeMap<>();
    shown.put("memory", options.memory() / (1 << 20) + "Mi");
    shown.put("vcores", options.milliCores() / 1000.0 + "");
    shown.put("network", options.network() / (1 << 20) + "Mi");
    shown.put("batch", options.batch() + "");
    shown.put("maxAttempts", options.maxAttempts() + "");
    shown.put("backoff", text(options.backoff()));
    shown.put("timeout", text(options.timeout()));
    shown.put("maxContainers", options.maxContainers() + "");
    shown.put("transport", options.transport());
    shown.put("keepInputs", options.keepInputs() + "");
    shown.put("isolation", "thread");
    Route route = camel.getRoute(stage.routeId());
    String from =
        route == null || route.getSourceLocation() == null ? "bundled" : route.getSourceLocation();
    return new Stage(stage.name(), pipeline, String.join(",", options.after()), from, shown);
  }

  /** As a route would say it: {@code 1m30s}. */
  private static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
