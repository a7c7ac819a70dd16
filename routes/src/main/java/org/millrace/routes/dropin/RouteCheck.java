package org.millrace.routes.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.RoutePipelines;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.stage.Suggestion;
import org.millrace.processors.ReadObject;
import org.millrace.routes.logs.B2bLogs;

/**
 * Finds what is wrong with files of routes, by loading them as a running system does into a context
 * that is thrown away. No route runs: stages are made known, and what else a file brings (timers,
 * watched folders) is read and not started. For one thread.
 */
public final class RouteCheck implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Stages stages;
  private final Map<String, Path> fileOfStage = new LinkedHashMap<>();

  /**
   * What is wrong.
   *
   * @param message file, line where one is to blame, and the reason
   */
  public record Finding(Path file, String message) {}

  /**
   * @param overrides option → value that the settings give a stage by name
   * @param transport of stages that name none
   * @param objects nothing is read or written there
   */
  public RouteCheck(
      Function<String, Map<String, String>> overrides,
      Supplier<String> transport,
      ObjectStore objects)
      throws Exception {
    this.stages = new Stages(overrides, transport);
    camel.getRegistry().bind("stages", stages);
    camel.getRegistry().bind("readObject", new ReadObject(objects));
    camel.setSourceLocationEnabled(true);
    camel.setAutoStartup(false);
    camel.start();
    camel.addRoutes(new B2bLogs(objects));
    startStages();
  }

  /** The drop-in files of a folder, in the order in which a running system loads them. */
  public static List<Path> files(Path folder) throws IOException {
    return new RouteFiles(folder).read().keySet().stream().map(folder::resolve).toList();
  }

  /** Loads one more file. Empty when a running system would take it. */
  public Optional<Finding> load(Path file) throws IOException {
    String text = Files.readString(file);
    Set<String> before = stageNames();
    DropIn dropIn = null;
    try {
      dropIn = DropIn.load(camel, file.getFileName().toString(), text);
      startStages();
    } catch (Exception | LinkageError e) {
      unload(dropIn);
      return Optional.of(new Finding(file, LoadError.in(file, text, e)));
    }
    Set<String> added = stageNames();
    added.removeAll(before);
    added.forEach(stage -> fileOfStage.put(stage, file));
    return Optional.empty();
  }

  /** As a running system does it with a file that does not load: none of its routes is there. */
  private void unload(DropIn dropIn) {
    if (dropIn != null) {
      try {
        dropIn.unload(camel);
      } catch (Exception e) {
        throw new IllegalStateException(dropIn + ": cannot be unloaded: " + e.getMessage(), e);
      }
    }
  }

  private void startStages() throws Exception {
    for (Route route : camel.getRoutes()) {
      if (route.getEndpoint().getEndpointUri().startsWith("stage:")
          && !camel.getRouteController().getRouteStatus(route.getId()).isStarted()) {
        camel.getRouteController().startRoute(route.getId());
      }
    }
  }

  /** Stages of the loaded files that send to, or wait for, a stage with which no route begins. */
  public List<Finding> missing() {
    List<Finding> findings = new ArrayList<>();
    new RoutePipelines(camel, stages)
        .missing()
        .forEach(
            (stage, names) -> {
              Path file = fileOfStage.get(stage);
              if (file != null) {
                names.forEach(name -> findings.add(finding(file, stage, name)));
              }
            });
    return findings;
  }

  private Finding finding(Path file, String stage, String missing) {
    return new Finding(
        file,
        file
            + ": stage:"
            + stage
            + " names stage:"
            + missing
            + ", and no route begins with it"
            + Suggestion.among(stageNames(), missing));
  }

  /** The stages of a file that was loaded. */
  public List<String> stages(Path file) {
    return fileOfStage.keySet().stream()
        .filter(name -> fileOfStage.get(name).equals(file))
        .toList();
  }

  /** All stages, the bundled ones too. */
  public Set<String> stageNames() {
    return stages.all().stream().map(Stage::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What can be submitted to. */
  public Collection<String> pipelines() {
    return new RoutePipelines(camel, stages).all().stream().map(Pipeline::name).toList();
  }

  @Override
  public void close() {
    camel.stop();
  }
}
