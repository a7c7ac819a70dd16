package org.millrace.manager.wiring;

import java.util.Collection;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.stage.Stages;
import org.millrace.manager.console.RouteBook;

/** The routes of the running Camel context. */
final class RunningRoutes implements RouteBook {
  private final PipelineCatalog pipelines;
  private final Stages stages;
  private final CamelContext camel;

  RunningRoutes(PipelineCatalog pipelines, Stages stages, CamelContext camel) {
    this.pipelines = pipelines;
    this.stages = stages;
    this.camel = camel;
  }

  @Override
  public Collection<Pipeline> pipelines() {
    return pipelines.all();
  }

  @Override
  public Optional<Text> route(String stage) {
    Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    return stages
        .find(stage)
        .map(each -> model.getRouteDefinition(each.routeId()))
        .map(route -> new Text(route.getRouteId(), yaml(route)));
  }

  private String yaml(RouteDefinition route) {
    try {
      return PluginHelper.getModelToYAMLDumper(camel).dumpModelAsYaml(camel, route);
    } catch (Exception e) {
      throw new IllegalStateException(
          "route " + route.getRouteId() + ": cannot be written as YAML: " + e.getMessage(), e);
    }
  }
}
