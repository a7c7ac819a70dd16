package org.millrace.manager.api;

import java.util.List;
import org.millrace.engine.node.NodeInfo;
import org.millrace.scheduling.Lane;

/** The worker processes and what runs in them. */
public interface Workers {

  /**
   * @param lanes of the containers that run there, one entry a container
   */
  record Worker(NodeInfo node, List<Lane> lanes) {}

  /** In order of name. */
  List<Worker> all();
}
