package org.millrace.engine.machine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/**
 * What an engine has of its machine: threads, and time that only passes. All of it goes through
 * here, so that a test may let an engine run in an order and a time of its own. Thread-safe.
 */
public interface Machine {
  /** The one that this process runs on. */
  Machine THIS = new ThisMachine();

  /** Nanoseconds since some moment, for differences only. */
  long nanoTime();

  /** Holds the caller up for so long, or until it is interrupted, which stays noted. */
  void pause(long nanos);

  /** Waits so long at most for the bell; whether it rang. */
  boolean await(Semaphore bell, long nanos) throws InterruptedException;

  /** A thread for everything that is executed, at once. */
  ExecutorService threads(String prefix);

  /** One thread for what is to be done later or again and again. */
  ScheduledExecutorService timer(String prefix);
}
