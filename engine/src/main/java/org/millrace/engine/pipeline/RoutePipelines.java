package org.millrace.engine.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.Stages;

/**
 * Reads the pipelines from the routes. A stage to which no other sends begins a pipeline; the
 * pipeline has the name of that route's group ({@code routeGroup}), or else of the stage, and is
 * made of every stage that can be reached. Read anew when a stage comes or goes.
 */
public final class RoutePipelines implements PipelineCatalog {
  private final CamelContext camel;
  private final Stages stages;
  private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), Set.of());

  public RoutePipelines(CamelContext camel, Stages stages) {
    this.camel = camel;
    this.stages = stages;
  }

  /**
   * The stages that a stage's route sends to, or its options wait for, and with which no route
   * begins; by that stage. Names that are made up while a route runs are not known.
   */
  public Map<String, Set<String>> missing() {
    RouteGraph graph = graph();
    Map<String, Set<String>> missing = new TreeMap<>();
    for (Stage stage : stages.all()) {
      Set<String> names = graph.next(stage.name());
      names.addAll(stages.options(stage).after());
      names.removeIf(name -> name.contains("${") || stages.find(name).isPresent());
      if (!names.isEmpty()) {
        missing.put(stage.name(), names);
      }
    }
    return missing;
  }

  private record Snapshot(long version, Map<String, Pipeline> byName, Set<String> barriers) {}

  @Override
  public Optional<Pipeline> find(String name) {
    return Optional.ofNullable(current().byName().get(name));
  }

  @Override
  public Collection<Pipeline> all() {
    return current().byName().values();
  }

  @Override
  public boolean isBarrier(String stage) {
    return current().barriers().contains(stage);
  }

  private Snapshot current() {
    long version = stages.version();
    Snapshot known = snapshot;
    if (known.version() != version) {
      known = read(version);
      snapshot = known;
    }
    return known;
  }

  private Snapshot read(long version) {
    Model model = model();
    RouteGraph graph = graph();
    Map<String, Set<String>> edges = new TreeMap<>();
    Map<String, List<String>> after = new TreeMap<>();
    for (Stage stage : stages.all()) {
      edges.computeIfAbsent(stage.name(), name -> new TreeSet<>()).addAll(graph.next(stage.name()));
      List<String> waitsFor = stages.options(stage).after();
      if (!waitsFor.isEmpty()) {
        after.put(stage.name(), waitsFor);
        waitsFor.forEach(
            name -> edges.computeIfAbsent(name, n -> new TreeSet<>()).add(stage.name()));
      }
    }
    Map<String, Pipeline> byName = new TreeMap<>();
    for (Stage stage : stages.all()) {
      boolean entry =
          edges.entrySet().stream()
              .noneMatch(
                  edge ->
                      !edge.getKey().equals(stage.name())
                          && edge.getValue().contains(stage.name()));
      if (entry) {
        RouteDefinition route = model.getRouteDefinition(stage.routeId());
        String group = route == null ? null : route.getGroup();
        String name = group == null || group.isBlank() ? stage.name() : group;
        byName.putIfAbsent(name, pipeline(name, stage.name(), edges, after));
      }
    }
    return new Snapshot(version, byName, Set.copyOf(after.keySet()));
  }

  private Model model() {
    return camel.getCamelContextExtension().getContextPlugin(Model.class);
  }

  private RouteGraph graph() {
    // A copy: the list is Camel's own, to which it may be adding a route now. That route's stage is
    // not there yet, and when it is, whoever asks reads it again.
    return new RouteGraph(new ArrayList<>(model().getRouteDefinitions()));
  }

  private static Pipeline pipeline(
      String name, String entry, Map<String, Set<String>> edges, Map<String, List<String>> after) {
    List<String> order = topological(entry, edges);
    Map<String, Set<String>> own = new LinkedHashMap<>();
    order.forEach(stage -> own.put(stage, Set.copyOf(edges.getOrDefault(stage, Set.of()))));
    Map<String, Set<String>> barriers = new LinkedHashMap<>();
    order.stream()
        .filter(after::containsKey)
        .forEach(stage -> barriers.put(stage, before(after.get(stage), stage, own)));
    return new Pipeline(name, entry, order, own, barriers);
  }

  /** Depth-first, later stages last; a loop back to an earlier stage changes nothing. */
  private static List<String> topological(String entry, Map<String, Set<String>> edges) {
    List<String> finished = new ArrayList<>();
    visit(entry, edges, new LinkedHashSet<>(), finished);
    Collections.reverse(finished);
    return List.copyOf(finished);
  }

  private static void visit(
      String stage, Map<String, Set<String>> edges, Set<String> seen, List<String> finished) {
    if (seen.add(stage)) {
      edges.getOrDefault(stage, Set.of()).forEach(next -> visit(next, edges, seen, finished));
      finished.add(stage);
    }
  }

  /** The given stages and all that can reach one of them, the barrier itself excepted. */
  private static Set<String> before(
      List<String> stages, String barrier, Map<String, Set<String>> edges) {
    Set<String> before = new TreeSet<>();
    List<String> open = new ArrayList<>(stages);
    while (!open.isEmpty()) {
      String stage = open.remove(open.size() - 1);
      if (!stage.equals(barrier) && before.add(stage)) {
        edges.forEach(
            (from, to) -> {
              if (to.contains(stage)) {
                open.add(from);
              }
            });
      }
    }
    return before;
  }
}
