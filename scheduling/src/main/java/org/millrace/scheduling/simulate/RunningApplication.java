package org.millrace.scheduling.simulate;

import java.util.Optional;
import org.millrace.scheduling.manager.ContainerGrant;

/** An application between its arrival and its end. */
final class RunningApplication {
  private final Workload.Application what;
  private long tasksLeft;
  private int askedAt;
  private ContainerGrant master;

  RunningApplication(Workload.Application what) {
    this.what = what;
    this.tasksLeft = what.tasks();
  }

  void asked(int tick) {
    askedAt = tick;
  }

  void granted(ContainerGrant grant, boolean isMaster) {
    if (isMaster) {
      master = grant;
    }
  }

  void taskEnded() {
    tasksLeft--;
  }

  boolean isDone() {
    return tasksLeft == 0;
  }

  Workload.Application what() {
    return what;
  }

  int askedAt() {
    return askedAt;
  }

  Optional<ContainerGrant> master() {
    return Optional.ofNullable(master);
  }
}
