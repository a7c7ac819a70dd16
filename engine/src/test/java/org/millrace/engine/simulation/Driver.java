package org.millrace.engine.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.millrace.engine.MemoryObjects;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.Steering;
import org.millrace.engine.control.User;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.node.Engine;
import org.millrace.engine.objects.ObjectRef;

/** The world outside: submits, steers, lets faults strike, then waits for the end and checks. */
final class Driver {
  private static final User ADMIN = new User("admin", Set.of(), true);
  private static final List<String> QUEUES =
      List.of("root.partners.a", "root.partners.b", "root.partners.c");
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_DRAIN = 3600 * SECOND;

  private final Simulation simulation;
  private final Baton baton;
  private final Profile profile;
  private final SimulatedStore store;
  private final MemoryObjects objects;
  private final Faults faults;
  private final Check check;

  /** By job: whether it may have been cancelled. */
  private final Map<Long, String> jobs = new TreeMap<>();

  private final Set<Long> cancelled = new TreeSet<>();

  Driver(
      Simulation simulation,
      Baton baton,
      Profile profile,
      Plan plan,
      SimulatedStore store,
      MemoryObjects objects,
      Faults faults) {
    this.simulation = simulation;
    this.baton = baton;
    this.profile = profile;
    this.store = store;
    this.objects = objects;
    this.faults = faults;
    this.check = new Check(store.jdbc(), objects, plan, profile, baton);
  }

  int effects() {
    return check.effects();
  }

  void run() {
    simulation.startAll();
    faults.on(true);
    for (int i = 0; i < profile.jobs(); i++) {
      submit(i);
      baton.sleep(baton.random.nextInt(3000) * 1_000_000L);
    }
    int steps = 5 + baton.random.nextInt(20);
    for (int i = 0; i < steps && !check.drained(); i++) {
      if (profile.steering() && baton.random.nextInt(3) == 0) {
        steerSomehow();
      }
      if (profile.draining() && baton.random.nextInt(6) == 0) {
        stopOne();
      }
      baton.sleep(SECOND);
    }
    faults.on(false);
    simulation.startDead();
    QUEUES.forEach(queue -> steer("resume " + queue, each -> each.resume(ADMIN, queue)));
    baton.sleepUntil(check::drained, SECOND / 2, LONGEST_DRAIN);
    check.all(jobs, cancelled);
  }

  private void submit(int number) {
    String key = "j" + number;
    ObjectRef input = write(key);
    JobRequest request =
        new JobRequest(
            SimulatedRoutes.PIPELINE,
            anyQueue(),
            "source",
            "owner",
            input,
            JobRequest.Disposal.KEEP,
            Map.of());
    boolean opened = false;
    while (!opened) {
      opened = ask("open " + key, engine -> jobs.put(engine.ledger().open(request).jobId(), key));
    }
  }

  private ObjectRef write(String key) {
    try {
      return objects.write("inbox", key, out -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void steerSomehow() {
    List<Long> all = List.copyOf(jobs.keySet());
    long job = all.get(baton.random.nextInt(all.size()));
    String queue = anyQueue();
    switch (baton.random.nextInt(6)) {
      case 0 -> {
        cancelled.add(job);
        steer("cancel " + job, each -> each.cancel(ADMIN, job));
      }
      case 1, 2 -> steer("pause " + queue, each -> each.pause(ADMIN, queue));
      case 3 -> steer("resume " + queue, each -> each.resume(ADMIN, queue));
      default -> steer("move " + job + " to " + queue, each -> each.move(ADMIN, job, queue));
    }
  }

  /** Until it was answered: done, or refused. */
  private void steer(String what, Consumer<Steering> step) {
    boolean answered = false;
    while (!answered) {
      answered =
          ask(
              what,
              engine -> {
                try {
                  step.accept(
                      new Steering(engine.ledger(), engine.scheduler(), engine.drainedQueues()));
                } catch (RefusalException e) {
                  baton.log("refused: " + e.getMessage());
                }
              });
    }
  }

  /** Asks any manager; false when it gave no answer. */
  private boolean ask(String what, Consumer<Engine> question) {
    List<SimulatedProcess> managers =
        simulation.managers().stream().filter(each -> !each.frozen()).toList();
    if (managers.isEmpty()) {
      baton.sleep(SECOND / 2);
      return false;
    }
    SimulatedProcess manager = managers.get(baton.random.nextInt(managers.size()));
    baton.log(what + " at " + manager.name);
    try {
      question.accept(manager.engine);
      return true;
    } catch (ProcessDied e) {
      baton.log(manager.name + " died meanwhile");
    } catch (RuntimeException e) {
      baton.log(what + " failed: " + e.getMessage());
      if (!manager.dead && !Life.expected(e)) {
        baton.violation(what + " failed: " + e);
      }
    }
    baton.sleep(SECOND / 10);
    return false;
  }

  /** In good order, as when a machine is to be restarted. */
  private void stopOne() {
    List<SimulatedProcess> running =
        simulation.living().stream().filter(each -> !each.stopping).toList();
    if (!running.isEmpty()) {
      running.get(baton.random.nextInt(running.size())).stop();
    }
  }

  private String anyQueue() {
    return QUEUES.get(baton.random.nextInt(QUEUES.size()));
  }
}
