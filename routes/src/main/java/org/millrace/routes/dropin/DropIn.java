package org.millrace.routes.dropin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The routes of one drop-in file in a running context. */
final class DropIn {
  private final String name;
  private final String text;
  private final List<String> routeIds;

  private DropIn(String name, String text, List<String> routeIds) {
    this.name = name;
    this.text = text;
    this.routeIds = routeIds;
  }

  String text() {
    return text;
  }

  List<String> routeIds() {
    return routeIds;
  }

  /**
   * Loads and starts a file's routes.
   *
   * @throws Exception something in it is wrong; then none of its routes is there
   */
  static DropIn load(CamelContext camel, String name, String text) throws Exception {
    List<String> before = ids(camel);
    try {
      Resource resource = ResourceHelper.fromString(name, text);
      Collection<RoutesBuilder> builders =
          PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource));
      for (RoutesBuilder builder : builders) {
        camel.addRoutes(builder);
      }
      return new DropIn(name, text, added(camel, before));
    } catch (Exception | LinkageError e) {
      remove(camel, added(camel, before));
      throw e;
    }
  }

  /** Takes the file's routes out; tasks in hand finish first. */
  void unload(CamelContext camel) throws Exception {
    remove(camel, routeIds);
  }

  private static void remove(CamelContext camel, List<String> routeIds) throws Exception {
    for (String id : routeIds) {
      camel.getRouteController().stopRoute(id);
      camel.removeRoute(id);
    }
  }

  private static List<String> ids(CamelContext camel) {
    return camel.getRoutes().stream().map(Route::getId).toList();
  }

  private static List<String> added(CamelContext camel, List<String> before) {
    List<String> added = new ArrayList<>(ids(camel));
    added.removeAll(before);
    return added;
  }

  @Override
  public String toString() {
    return name;
  }
}
