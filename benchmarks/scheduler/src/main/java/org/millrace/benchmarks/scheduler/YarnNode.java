package org.millrace.benchmarks.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.net.NodeBase;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerState;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.server.resourcemanager.RMContext;
import org.apache.hadoop.yarn.server.resourcemanager.rmnode.RMNodeImpl;
import org.apache.hadoop.yarn.server.resourcemanager.rmnode.UpdatedContainerInfo;

/** A node of YARN's that runs, and reports with its next heartbeat what it was told here. */
public final class YarnNode extends RMNodeImpl {
  private List<ContainerStatus> launched = new ArrayList<>();
  private List<ContainerStatus> completed = new ArrayList<>();

  YarnNode(Load load, int number, RMContext context) {
    this(
        load.node(number),
        load.rack(number),
        Resource.newInstance(Load.NODE_MB, Load.CONTAINERS_PER_NODE),
        context);
  }

  /** A name for a node, since YARN asks the name service for all others when it makes a token. */
  public static String address(int number) {
    return "127.0.%d.%d".formatted(number / 250, 1 + number % 250);
  }

  public YarnNode(String name, String rack, Resource capacity, RMContext context) {
    super(
        NodeId.newInstance(name, 1),
        context,
        name,
        1,
        2,
        new NodeBase(name, "/" + rack),
        capacity,
        "3.5.0");
  }

  public void launched(ContainerId container) {
    launched.add(ContainerStatus.newInstance(container, ContainerState.RUNNING, "", 0));
  }

  public void completed(ContainerId container) {
    completed.add(ContainerStatus.newInstance(container, ContainerState.COMPLETE, "", 0));
  }

  @Override
  public NodeState getState() {
    return NodeState.RUNNING;
  }

  @Override
  public List<UpdatedContainerInfo> pullContainerUpdates() {
    List<UpdatedContainerInfo> updates =
        List.of(new UpdatedContainerInfo(launched, completed, List.of()));
    launched = new ArrayList<>();
    completed = new ArrayList<>();
    return updates;
  }
}
