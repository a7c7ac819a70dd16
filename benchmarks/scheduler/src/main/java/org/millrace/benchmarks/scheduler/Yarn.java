package org.millrace.benchmarks.scheduler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.ResourceRequest;
import org.apache.hadoop.yarn.server.resourcemanager.placement.ApplicationPlacementContext;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMAppImpl;
import org.apache.hadoop.yarn.server.resourcemanager.rmcontainer.RMContainer;
import org.apache.hadoop.yarn.server.resourcemanager.rmcontainer.RMContainerState;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.AbstractYarnScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.ContainerUpdates;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppAttemptAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.NodeAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.NodeUpdateSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fair.FairScheduler;

/**
 * One of YARN's schedulers, driven as its resource manager drives it: a node's heartbeat says what
 * has ended there, and the scheduler fills the room; an application's heartbeat fetches what it
 * got. Only the node's heartbeats are timed.
 */
final class Yarn implements Contender {
  private static final Resource SIZE = Resource.newInstance(Load.CONTAINER_MB, 1);

  private final Load load;
  private final YarnResourceManager manager;
  private final AbstractYarnScheduler<?, ?> scheduler;
  private final YarnNode[] nodes;
  private final Map<NodeId, Integer> numbers = new HashMap<>();
  // By place: those of one node are as far apart as there are nodes.
  private final ContainerId[] running;

  Yarn(Load load, Configuration settings) {
    this.load = load;
    manager = YarnResourceManager.start(settings);
    scheduler = manager.scheduler();
    nodes = new YarnNode[load.nodes()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new YarnNode(load, i, manager.getRMContext());
      numbers.put(nodes[i].getNodeID(), i);
      scheduler.handle(new NodeAddedSchedulerEvent(nodes[i]));
    }
    running = new ContainerId[load.containers()];
  }

  @Override
  public void fill() {
    for (int i = 0; i < Load.APPLICATIONS; i++) {
      add(i, Load.ASKED_BY_EACH);
    }
    if (scheduler instanceof FairScheduler fair) {
      // Else it knows of no demand until its thread comes by.
      fair.update();
    }
    for (int place = 0; place < running.length; place++) {
      heartbeat(place % nodes.length);
    }
    for (int place = 0; place < running.length; place++) {
      collect(place);
    }
  }

  @Override
  public void replace(int[] places) {
    for (int place : places) {
      int node = place % nodes.length;
      nodes[node].completed(running[place]);
      running[place] = null;
      heartbeat(node);
    }
  }

  @Override
  public void collect(int[] places) {
    for (int place : places) {
      collect(place);
    }
  }

  @Override
  public void addWaiting(int first, int count) {
    for (int i = first; i < first + count; i++) {
      add(i, 1);
    }
  }

  @Override
  public void close() {
    manager.stop();
  }

  private void add(int number, int containers) {
    ApplicationId application = ApplicationId.newInstance(1, number);
    // Unmanaged: no container is one for an application master.
    ApplicationSubmissionContext submission =
        ApplicationSubmissionContext.newInstance(
            application,
            "",
            "root." + load.queue(load.queueOf(number)),
            Priority.newInstance(0),
            null,
            true,
            false,
            1,
            SIZE);
    manager.getRMContext().getRMApps().put(application, application(application, submission));
    scheduler.handle(
        new AppAddedSchedulerEvent(
            "u",
            submission,
            false,
            submission.getPriority(),
            new ApplicationPlacementContext(load.queue(load.queueOf(number)), "root")));
    ApplicationAttemptId attempt = ApplicationAttemptId.newInstance(application, 1);
    scheduler.handle(new AppAttemptAddedSchedulerEvent(attempt, false));
    heartbeat(
        attempt,
        List.of(
            ResourceRequest.newInstance(
                Priority.newInstance(1), ResourceRequest.ANY, SIZE, containers)));
  }

  private RMAppImpl application(ApplicationId id, ApplicationSubmissionContext submission) {
    return new RMAppImpl(
        id,
        manager.getRMContext(),
        manager.getConfig(),
        "",
        "u",
        submission.getQueue(),
        submission,
        scheduler,
        null,
        0,
        "",
        null,
        null);
  }

  private void heartbeat(int node) {
    scheduler.handle(new NodeUpdateSchedulerEvent(nodes[node]));
  }

  private List<Container> heartbeat(ApplicationAttemptId attempt, List<ResourceRequest> asks) {
    return scheduler
        .allocate(attempt, asks, null, List.of(), List.of(), List.of(), new ContainerUpdates())
        .getContainers();
  }

  /** Lets the application that got the room on this place's node fetch what it has got. */
  private void collect(int place) {
    NodeId node = nodes[place % nodes.length].getNodeID();
    for (RMContainer container :
        scheduler.getSchedulerNode(node).getCopiedListOfRunningContainers()) {
      if (running[place] == null && container.getState() == RMContainerState.ALLOCATED) {
        heartbeat(container.getApplicationAttemptId(), List.of()).forEach(this::launch);
      }
    }
    if (running[place] == null) {
      throw new IllegalStateException(
          "%s: node %s must run %d containers, was fewer"
              .formatted(load, node, Load.CONTAINERS_PER_NODE));
    }
  }

  private void launch(Container container) {
    int node = numbers.get(container.getNodeId());
    nodes[node].launched(container.getId());
    int place = node;
    while (running[place] != null) {
      place += nodes.length;
    }
    running[place] = container.getId();
  }
}
