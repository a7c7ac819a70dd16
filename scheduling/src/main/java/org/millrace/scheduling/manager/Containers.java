package org.millrace.scheduling.manager;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.millrace.scheduling.resource.Resources;

/** The containers that have not ended: what they use is used on their node and in their queue. */
final class Containers {
  private final Nodes nodes;
  private final Applications applications;
  private final Sizes sizes;
  private final ContainerTable table = new ContainerTable();
  private long lastId;

  Containers(Nodes nodes, Applications applications, Sizes sizes) {
    this.nodes = nodes;
    this.applications = applications;
    this.sizes = sizes;
  }

  /** Places one container of an ask, whose count falls by one. */
  ContainerGrant grant(PendingAsk ask, NodeState node, Locality locality) {
    lastId++;
    App app = ask.app;
    ask.size.containers++;
    place(lastId, app, ask.size, node);
    if (ask.preferences() != null) {
      ask.preferences().granted(node, locality);
    }
    ask.granted();
    app.queue.use(ask.size.size);
    return new ContainerGrant(
        lastId, app.id, ask.priority, ask.size.size, app.queue.path(), node.name, locality);
  }

  /** Takes over a container that already runs. */
  void adopt(long id, App app, Resources size, NodeState node) {
    if (table.find(id) != ContainerTable.NONE) {
      throw new IllegalArgumentException(
          "container %d: must be adopted once, and is known".formatted(id));
    }
    lastId = Math.max(lastId, id);
    place(id, app, sizes.startUse(size), node);
    app.queue.addWanted(size);
    app.queue.use(size);
  }

  private void place(long id, App app, SizeClass size, NodeState node) {
    table.add(id, app.number, node.number, size.index);
    node.use(size.size);
    nodes.changed(node);
    app.containers++;
  }

  /** Gives back what it used; whose it was. Null when unknown: an end may be reported twice. */
  App end(long id) {
    int row = table.find(id);
    if (row == ContainerTable.NONE) {
      return null;
    }
    App app = applications.at(table.app(row));
    NodeState node = nodes.at(table.node(row));
    SizeClass sizeClass = sizes.at(table.size(row));
    boolean releasing = table.isReleasing(row);
    table.remove(row);
    Resources size = sizeClass.size;
    sizes.endUse(sizeClass);
    node.giveBack(size);
    nodes.changed(node);
    app.containers--;
    if (releasing) {
      node.countReleasing(size, false);
      app.queue.countReleasing(size, false);
    }
    app.queue.removeWanted(size);
    app.queue.giveBack(size);
    return app;
  }

  /** In no particular order. */
  Stream<Container> all() {
    return table.rows().mapToObj(this::read);
  }

  private Container read(int row) {
    return new Container(
        table.id(row),
        applications.at(table.app(row)),
        sizes.at(table.size(row)).size,
        nodes.at(table.node(row)),
        table.isReleasing(row));
  }

  /** Of each application that has any. */
  Map<App, List<Container>> byApp() {
    return all().collect(Collectors.groupingBy(container -> container.app));
  }

  List<Container> of(App app) {
    return table.rows().filter(row -> table.app(row) == app.number).mapToObj(this::read).toList();
  }

  /** Told to end, and not counted upon any more by preemption. */
  void release(Container container) {
    container.releasing = true;
    table.setReleasing(table.find(container.id));
    container.node.countReleasing(container.size, true);
    container.app.queue.countReleasing(container.size, true);
  }

  /** By id: the order in which they were granted. */
  List<Container> on(NodeState node) {
    return table
        .rows()
        .filter(row -> table.node(row) == node.number)
        .mapToObj(this::read)
        .sorted(Comparator.comparingLong(container -> container.id))
        .toList();
  }
}
