package org.millrace.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Lets many threads run one at a time, in an order that a seed gives, in a time of its own: who
 * comes to a point hands the baton to one of those that are ready; when none is, time jumps.
 */
final class Baton {
  private static final long MOST_STEPS = 1_000_000;
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "simulated");
            thread.setDaemon(true);
            return thread;
          });

  private static final int STAY_OF = 4;

  final Random random;
  final Trace trace;
  private final List<Actor> actors = new ArrayList<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<String> violations = new ArrayList<>();

  /** In so many of {@link #STAY_OF} cases it stays where it is: some seeds switch less often. */
  private final int stay;

  private Runnable beforeStep = () -> {};
  private long now;
  private long steps;
  private long alarmsSet;
  private boolean over;

  Baton(Random random, Trace trace) {
    this.random = random;
    this.stay = random.nextInt(STAY_OF);
    this.trace = trace;
  }

  /** Something short to be done at a time, on whichever thread is at hand. */
  private record Alarm(long at, long number, SimulatedProcess process, Runnable work)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** Done before each choice of who goes on; here things are made to go wrong. */
  void beforeStep(Runnable work) {
    beforeStep = work;
  }

  /** Runs the first actor and all that it causes, until everything has ended. */
  List<String> run(SimulatedProcess process, Runnable first) throws InterruptedException {
    Actor actor =
        spawn(
            process,
            "driver",
            () -> {
              try {
                first.run();
              } finally {
                over = true;
                alarms.clear();
                actors.forEach(each -> each.process.dead = true);
              }
            });
    actor.giveTurn();
    done.await();
    return violations;
  }

  void violation(String what) {
    trace.add(now, "VIOLATION", what);
    if (violations.size() < 20) {
      violations.add(what);
    }
  }

  /** A further thread of a process. */
  Actor spawn(SimulatedProcess process, String name, Runnable work) {
    process.check();
    Actor actor = new Actor(process.name + "/" + name, process, this);
    actor.wakeAt = now;
    actors.add(actor);
    THREADS.execute(() -> live(actor, work));
    return actor;
  }

  private void live(Actor actor, Runnable work) {
    actor.begin();
    try {
      actor.process.check();
      work.run();
    } catch (ProcessDied killed) {
      trace.add(now, actor.name, "died");
    } catch (Throwable e) {
      violation(actor.name + " ended by " + e);
    } finally {
      actors.remove(actor);
      actor.end();
      if (actors.isEmpty()) {
        done.countDown();
      } else {
        next(null).giveTurn();
      }
    }
  }

  /** Others may go first. */
  void point(String what) {
    Actor self = self();
    trace.add(now, self.name, what);
    self.wakeAt = now;
    pass(self);
  }

  /** The caller goes on when so much time has passed, or when it is interrupted. */
  void sleep(long nanos) {
    Actor self = self();
    self.wakeAt = now + nanos;
    pass(self);
  }

  /** Sleeps until the condition holds or the time is over. */
  void sleepUntil(BooleanSupplier condition, long step, long most) {
    long end = now + most;
    while (!condition.getAsBoolean() && now < end && !Thread.currentThread().isInterrupted()) {
      sleep(step);
    }
  }

  /** As {@link #sleep}, but a signal of this name wakes it. */
  void await(String signal, long nanos) {
    Actor self = self();
    self.waitsFor = signal;
    try {
      sleep(nanos);
    } finally {
      self.waitsFor = null;
    }
  }

  /** Wakes who waits for the signal in a process. */
  void wake(SimulatedProcess process, String signal) {
    for (Actor each : actors) {
      if (each.process == process && signal.equals(each.waitsFor)) {
        each.wakeAt = Math.min(each.wakeAt, now);
      }
    }
  }

  void after(long nanos, SimulatedProcess process, Runnable work) {
    if (!over) {
      alarms.add(new Alarm(now + nanos, alarmsSet++, process, work));
    }
  }

  /** From now on none of its threads does anything; they end before anybody else goes on. */
  void kill(SimulatedProcess process) {
    trace.add(now, process.name, "killed");
    process.die();
  }

  void log(String what) {
    Actor self = Actor.self();
    trace.add(now, self == null ? "" : self.name, what);
  }

  private Actor self() {
    Actor self = Actor.self();
    self.process.check();
    return self;
  }

  private void pass(Actor self) {
    Actor next = next(self);
    if (next != self) {
      next.giveTurn();
      self.awaitTurn();
    }
    self.process.check();
  }

  /**
   * @param self who has it now; null when that has ended
   */
  private Actor next(Actor self) {
    if (!over) {
      if (++steps > MOST_STEPS) {
        violation("no end after " + MOST_STEPS + " steps");
        over = true;
        actors.forEach(each -> each.process.dead = true);
      } else {
        now += random.nextInt(2_000_000);
        beforeStep.run();
      }
    }
    while (true) {
      ring();
      List<Actor> ready = new ArrayList<>();
      long earliest = alarms.isEmpty() ? Long.MAX_VALUE : alarms.peek().at();
      for (Actor each : actors) {
        if (each.process.dead) {
          return each;
        }
        if (each.ready() <= now) {
          ready.add(each);
        }
        earliest = Math.min(earliest, each.ready());
      }
      if (!ready.isEmpty()) {
        if (ready.contains(self) && random.nextInt(STAY_OF) < stay) {
          return self;
        }
        return ready.get(random.nextInt(ready.size()));
      }
      now = earliest;
    }
  }

  private void ring() {
    while (!alarms.isEmpty() && alarms.peek().at() <= now) {
      Alarm alarm = alarms.poll();
      SimulatedProcess process = alarm.process();
      if (process.frozenUntil > now) {
        after(process.frozenUntil - now, process, alarm.work());
      } else if (!process.dead) {
        alarm.work().run();
      }
    }
  }
}
