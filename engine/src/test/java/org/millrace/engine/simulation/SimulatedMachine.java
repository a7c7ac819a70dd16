package org.millrace.engine.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.millrace.engine.machine.Machine;

/** Threads that share one baton, and its time. */
record SimulatedMachine(SimulatedProcess process) implements Machine {
  @Override
  public long nanoTime() {
    return process.baton.now();
  }

  @Override
  public void pause(long nanos) {
    process.baton.sleep(nanos);
  }

  @Override
  public boolean await(Semaphore bell, long nanos) {
    if (!bell.tryAcquire()) {
      process.baton.sleep(nanos);
      return bell.tryAcquire();
    }
    return true;
  }

  @Override
  public ExecutorService threads(String prefix) {
    return new SimulatedThreads(process, prefix);
  }

  @Override
  public ScheduledExecutorService timer(String prefix) {
    return new SimulatedThreads(process, prefix);
  }
}
