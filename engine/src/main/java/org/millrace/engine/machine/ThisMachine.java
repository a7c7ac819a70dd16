package org.millrace.engine.machine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Daemon threads of this process, and its clock. */
final class ThisMachine implements Machine {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  @Override
  public boolean await(Semaphore bell, long nanos) throws InterruptedException {
    return bell.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public ExecutorService threads(String prefix) {
    return Executors.newCachedThreadPool(Threads.named(prefix));
  }

  @Override
  public ScheduledExecutorService timer(String prefix) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Threads.named(prefix));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
