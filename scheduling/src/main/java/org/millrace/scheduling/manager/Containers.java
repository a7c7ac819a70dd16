package org.millrace.scheduling.manager;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.scheduling.resource.Resources;

/** The containers that have not ended: what they use is used on their node and in their queue. */
final class Containers {
  private final Nodes nodes;
  private final Map<Long, Container> byId = new HashMap<>();
  private long lastId;

  Containers(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Places one container of an ask, whose count falls by one. */
  ContainerGrant grant(PendingAsk ask, NodeState node, Locality locality) {
    lastId++;
    Container container = place(lastId, ask.app, ask.priority, ask.size.size, node);
    if (ask.preferences() != null) {
      ask.preferences().granted(node, locality);
    }
    ask.granted();
    ask.app.queue.use(ask.size.size);
    return new ContainerGrant(
        container.id,
        ask.app.id,
        ask.priority,
        ask.size.size,
        ask.app.queue.path(),
        node.name,
        locality);
  }

  /** Takes over a container that already runs. */
  void adopt(long id, App app, int priority, Resources size, NodeState node) {
    if (byId.containsKey(id)) {
      throw new IllegalArgumentException(
          "container %d: must be adopted once, and is known".formatted(id));
    }
    lastId = Math.max(lastId, id);
    place(id, app, priority, size, node);
    app.queue.addWanted(size);
    app.queue.use(size);
  }

  private Container place(long id, App app, int priority, Resources size, NodeState node) {
    Container container = new Container(id, app, priority, size, node);
    byId.put(id, container);
    node.use(size);
    nodes.changed(node);
    app.containers++;
    app.usage.add(size);
    return container;
  }

  /** Gives back what it used. Null when it is not known, since an end may be reported twice. */
  Container end(long id) {
    Container container = byId.remove(id);
    if (container == null) {
      return null;
    }
    App app = container.app;
    container.node.giveBack(container.size);
    nodes.changed(container.node);
    app.containers--;
    app.usage.subtract(container.size);
    if (container.releasing) {
      container.node.countReleasing(container.size, false);
      app.queue.countReleasing(container.size, false);
    }
    app.queue.removeWanted(container.size);
    app.queue.giveBack(container.size);
    return container;
  }

  /** In no particular order; not a copy. */
  Collection<Container> all() {
    return byId.values();
  }

  /** Told to end, and not counted upon any more by preemption. */
  void release(Container container) {
    container.releasing = true;
    container.node.countReleasing(container.size, true);
    container.app.queue.countReleasing(container.size, true);
  }

  /** By id: the order in which they were granted. */
  List<Container> on(NodeState node) {
    return byId.values().stream()
        .filter(container -> container.node == node)
        .sorted(Comparator.comparingLong(container -> container.id))
        .toList();
  }
}
