package org.millrace.engine.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Reads from route definitions which stages send to which, through direct and seda routes between.
 */
final class RouteGraph {
  private static final String STAGE = "stage:";

  private final Map<String, Set<String>> sendsTo = new TreeMap<>();

  RouteGraph(Collection<RouteDefinition> routes) {
    for (RouteDefinition route : routes) {
      Set<String> targets =
          sendsTo.computeIfAbsent(plain(route.getEndpointUrl()), uri -> new TreeSet<>());
      for (SendDefinition<?> send :
          ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)) {
        targets.add(plain(send.getEndpointUri()));
      }
      for (ToDynamicDefinition send :
          ProcessorDefinitionHelper.filterTypeInOutputs(
              route.getOutputs(), ToDynamicDefinition.class)) {
        targets.add(plain(send.getUri()));
      }
    }
  }

  /** The stages that a stage's route sends to. */
  Set<String> next(String stage) {
    Set<String> next = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(STAGE + stage));
    while (!open.isEmpty()) {
      String uri = open.remove(open.size() - 1);
      for (String target : sendsTo.getOrDefault(uri, Set.of())) {
        if (target.startsWith(STAGE)) {
          next.add(target.substring(STAGE.length()));
        } else if (seen.add(target)) {
          open.add(target);
        }
      }
    }
    return next;
  }

  /** Scheme and path: {@code stage://parse?batch=1} is {@code stage:parse}. */
  private static String plain(String uri) {
    String text = uri == null ? "" : uri;
    int options = text.indexOf('?');
    return (options < 0 ? text : text.substring(0, options)).replaceFirst("://", ":");
  }
}
