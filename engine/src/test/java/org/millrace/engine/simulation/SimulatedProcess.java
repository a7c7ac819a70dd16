package org.millrace.engine.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.millrace.engine.db.Signals;
import org.millrace.engine.node.Engine;

/** One life of a process: from its start until it is killed or has stopped. */
final class SimulatedProcess {
  /** When a simulation begins, by the database's clock. */
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final String name;
  final Baton baton;

  /** How far its clock is from the database's. */
  final Duration skew;

  boolean dead;

  /** It is being stopped in good order. */
  boolean stopping;

  /** Threads that drive its engine. */
  int driving;

  long frozenUntil;
  Engine engine;
  private final Simulation simulation;
  private Runnable onDeath = () -> {};
  private final Set<String> rung = new HashSet<>();

  SimulatedProcess(String name, Baton baton, Duration skew, Simulation simulation) {
    this.name = name;
    this.baton = baton;
    this.skew = skew;
    this.simulation = simulation;
  }

  Simulation simulation() {
    return simulation;
  }

  void onDeath(Runnable work) {
    onDeath = work;
  }

  /** As a signal to end makes a process do it. */
  void stop() {
    stopping = true;
    baton.spawn(
        this,
        "stop",
        () -> {
          baton.log("stops");
          baton.sleepUntil(() -> driving == 0, 50_000_000, Long.MAX_VALUE / 2);
          try {
            engine.close();
          } catch (RuntimeException e) {
            check();
            if (!Life.expected(e)) {
              baton.violation(name + " could not be stopped: " + e);
            }
          }
          baton.kill(this);
        });
  }

  /** None of its threads does anything any more. */
  void die() {
    if (!dead) {
      dead = true;
      onDeath.run();
    }
  }

  void check() {
    if (dead) {
      throw new ProcessDied(name);
    }
  }

  boolean frozen() {
    return frozenUntil > baton.now();
  }

  /** Whether the caller holds what other threads of this process would block at, not wait. */
  boolean heldByCaller() {
    return engine != null && Thread.holdsLock(engine.scheduler());
  }

  void ring(String signal) {
    rung.add(signal);
    baton.wake(this, signal);
  }

  /** Whether it was rung since it was last asked. */
  boolean rung(String signal) {
    return rung.remove(signal);
  }

  boolean await(String signal, Duration atMost) throws InterruptedException {
    if (!rung.contains(signal)) {
      baton.await(signal, atMost.toNanos());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return rung.remove(signal);
  }

  /**
   * @param all what {@link Signals#send} reaches
   */
  Signals signals(Iterable<SimulatedProcess> all) {
    return new Signals() {
      @Override
      public void send(String signal) {
        for (SimulatedProcess each : all) {
          // A lost one costs no more than the wait.
          if (!each.dead && baton.random.nextInt(10) > 0) {
            each.ring(signal);
          }
        }
      }

      @Override
      public boolean await(String signal, Duration atMost) throws InterruptedException {
        return SimulatedProcess.this.await(signal, atMost);
      }

      @Override
      public void ring(String signal) {
        SimulatedProcess.this.ring(signal);
      }
    };
  }

  Clock clock() {
    return ((InstantSource) () -> BEGIN.plus(skew).plusNanos(baton.now())).withZone(ZoneOffset.UTC);
  }
}
