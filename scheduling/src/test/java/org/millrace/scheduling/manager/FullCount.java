package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.millrace.scheduling.resource.Resources;

/** Adds up from containers and asks what queues and nodes must say they have. */
final class FullCount {
  private final RandomRun run;
  private final QueueTree tree;

  FullCount(RandomRun run) {
    this.run = run;
    this.tree = run.manager.tree();
  }

  void holds() {
    run.manager.nodes().all().forEach(this::nodeHolds);
    for (QueueNode queue : tree.all()) {
      queueHolds(queue);
    }
  }

  private void nodeHolds(NodeState node) {
    List<ContainerGrant> here =
        run.running.values().stream().filter(grant -> grant.node().equals(node.name)).toList();
    assertThat(node.used()).as(node.name).isEqualTo(sum(here));
    assertThat(node.releasing()).as(node.name).isEqualTo(sum(releasing(here)));
    assertThat(node.held()).as(node.name).isEqualTo(held(node.reservations));
    assertThat(node.capacity()).as(node.name).isEqualTo(run.nodes.get(node.name));
  }

  private void queueHolds(QueueNode queue) {
    List<App> apps = applications(queue);
    List<ContainerGrant> here = containers(apps);
    assertThat(queue.usage()).as(queue.path()).isEqualTo(sum(here));
    assertThat(queue.releasing()).as(queue.path()).isEqualTo(sum(releasing(here)));
    assertThat(queue.promised()).as(queue.path()).isEqualTo(promised(apps));
    assertThat(queue.applications()).as(queue.path()).isEqualTo(apps.size());
    Resources wanted = wanted(queue);
    assertThat(queue.demand()).as(queue.path()).isEqualTo(wanted.min(queue.limits().max()));
    assertThat(queue.hasWork()).as(queue.path()).isEqualTo(!wanted.isNone());
    assertThat(queue.hasDemand()).as(queue.path()).isEqualTo(!queue.demand().isNone());
    if (queue instanceof LeafQueue leaf) {
      List<App> active = apps.stream().filter(app -> app.active).toList();
      assertThat(leaf.active()).as(queue.path()).isEqualTo(active.size());
      assertThat(leaf.amUsed())
          .as(queue.path())
          .isEqualTo(active.stream().map(app -> app.am).reduce(Resources.NONE, Resources::plus));
    }
  }

  private static Resources wanted(QueueNode queue) {
    if (queue instanceof ParentQueue parent) {
      return parent.children().stream()
          .map(QueueNode::demand)
          .reduce(Resources.NONE, Resources::plus);
    }
    Resources wanted = queue.usage();
    for (App app : ((LeafQueue) queue).all()) {
      for (PendingAsk ask : app.active ? app.asks() : List.<PendingAsk>of()) {
        wanted = wanted.plus(ask.size.size.times(ask.count()));
      }
    }
    return wanted;
  }

  private List<App> applications(QueueNode queue) {
    return tree.leaves().stream()
        .filter(leaf -> leaf == queue || leaf.path().startsWith(queue.path() + "."))
        .flatMap(leaf -> leaf.all().stream())
        .toList();
  }

  private List<ContainerGrant> containers(List<App> apps) {
    List<Long> ids = apps.stream().map(app -> app.id).toList();
    return run.running.values().stream()
        .filter(grant -> ids.contains(grant.application()))
        .toList();
  }

  private List<ContainerGrant> releasing(List<ContainerGrant> of) {
    return of.stream().filter(grant -> run.releasing.contains(grant.container())).toList();
  }

  private Resources promised(List<App> apps) {
    Resources promised = Resources.NONE;
    for (NodeState node : run.manager.nodes().all()) {
      promised =
          promised.plus(
              held(
                  node.reservations.stream()
                      .filter(Reservation::byPreemption)
                      .filter(reservation -> apps.contains(reservation.ask().app))
                      .toList()));
    }
    return promised;
  }

  private static Resources held(Collection<Reservation> reservations) {
    return reservations.stream()
        .map(reservation -> reservation.ask().size.size)
        .reduce(Resources.NONE, Resources::plus);
  }

  private static Resources sum(List<ContainerGrant> grants) {
    return grants.stream().map(ContainerGrant::size).reduce(Resources.NONE, Resources::plus);
  }
}
