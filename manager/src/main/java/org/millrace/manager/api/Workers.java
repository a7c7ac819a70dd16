package org.millrace.manager.api;

import java.util.List;
import org.millrace.engine.node.NodeInfo;
import org.millrace.scheduling.Lane;

/** The worker processes and what runs in them. */
public interface Workers {
  /** Whether a worker gets containers. */
  enum State {
    UP,
    /** Drained or stopping, and what it had in hand still runs. */
    DRAINING,
    /** Nothing runs there, and nothing will until it is resumed. */
    DRAINED,
    SHORT_OF_DISK
  }

  /**
   * @param lanes of the containers that run there, one entry a container
   */
  record Worker(NodeInfo node, List<Lane> lanes) {
    public State state() {
      if (node.drained().isPresent() || node.leaving()) {
        return lanes.isEmpty() && !node.leaving() ? State.DRAINED : State.DRAINING;
      }
      return node.shortOfDisk() ? State.SHORT_OF_DISK : State.UP;
    }
  }

  /** In order of name. */
  List<Worker> all();
}
