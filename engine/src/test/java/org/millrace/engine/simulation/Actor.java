package org.millrace.engine.simulation;

import java.util.concurrent.Semaphore;

/** A thread of a simulated process: runs while it has the baton, and then nobody else does. */
final class Actor {
  private static final ThreadLocal<Actor> SELF = new ThreadLocal<>();

  final String name;
  final SimulatedProcess process;
  final Baton baton;

  /** When it goes on, unless something wakes it earlier. */
  long wakeAt;

  /** The signal that wakes it; null when none does. */
  String waitsFor;

  private final Semaphore turn = new Semaphore(0);
  private volatile Thread thread;
  private volatile boolean interrupted;

  Actor(String name, SimulatedProcess process, Baton baton) {
    this.name = name;
    this.process = process;
    this.baton = baton;
  }

  /** The one whose thread this is; null outside a simulation. */
  static Actor self() {
    return SELF.get();
  }

  void begin() {
    thread = Thread.currentThread();
    SELF.set(this);
    awaitTurn();
    if (interrupted) {
      thread.interrupt();
    }
  }

  void end() {
    SELF.remove();
    Thread.interrupted();
  }

  void giveTurn() {
    turn.release();
  }

  void awaitTurn() {
    turn.acquireUninterruptibly();
  }

  void interrupt(long now) {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
    wakeAt = Math.min(wakeAt, now);
  }

  /** Before this it does not run: asleep, or its process is frozen. */
  long ready() {
    return Math.max(wakeAt, process.frozenUntil);
  }
}
