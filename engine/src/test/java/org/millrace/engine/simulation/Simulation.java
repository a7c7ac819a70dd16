package org.millrace.engine.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.MemoryObjects;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.Role;
import org.millrace.engine.stage.Stages;

/**
 * One seed: a whole system of several processes, each a real engine, on one database, in an order,
 * a time and with faults that the seed gives.
 */
final class Simulation {
  private static final Duration LEASE = Duration.ofSeconds(3);

  /** There it is known exactly who must be unharmed. */
  private static final int QUIET_ONE_IN = 8;

  private final long seed;
  private final SimulatedStore store;
  private final CamelContext camel;
  private final Stages stages;
  private final Baton baton;
  private final Profile profile;
  private final Plan plan;
  private final Faults faults;
  private final MemoryObjects objects = new MemoryObjects();
  private final SimulatedProcess outside;

  /** By name: the life that each process is in. */
  private final Map<String, SimulatedProcess> processes = new TreeMap<>();

  private final Map<String, Set<Role>> roles = new TreeMap<>();
  private final Map<String, Integer> runs = new TreeMap<>();

  Simulation(
      long seed, SimulatedStore store, CamelContext camel, Stages stages, boolean keepTrace) {
    this.seed = seed;
    this.store = store;
    this.camel = camel;
    this.stages = stages;
    Random random = new Random(seed);
    Profile any = Profile.of(random);
    this.profile = seed % QUIET_ONE_IN == 0 ? any.withoutFaults() : any;
    this.baton = new Baton(random, new Trace(keepTrace));
    this.plan = new Plan(seed, profile);
    this.outside = new SimulatedProcess("outside", baton, Duration.ZERO, this);
    this.faults = new Faults(baton, profile, this::living);
    for (int i = 1; i <= profile.managers(); i++) {
      roles.put("m" + i, Set.of(Role.MANAGER));
    }
    for (int i = 1; i <= profile.workers(); i++) {
      roles.put("w" + i, Set.of(Role.WORKER));
    }
    if (profile.workers() == 1) {
      // The embedded default: one process for everything.
      roles.clear();
      roles.put("main", Set.of(Role.MANAGER, Role.WORKER));
    }
  }

  /** What came of a seed. */
  record Run(
      long seed,
      String hash,
      long events,
      List<String> violations,
      Map<Faults.Kind, Integer> faults,
      int effects,
      Profile profile,
      String trace) {}

  Run run() throws InterruptedException {
    store.reset(baton);
    Driver driver = new Driver(this, baton, profile, plan, store, objects, faults);
    baton.beforeStep(faults::strikeProcess);
    List<String> violations = baton.run(outside, driver::run);
    return new Run(
        seed,
        baton.trace.hash(),
        baton.trace.events(),
        violations,
        faults.counts(),
        driver.effects(),
        profile,
        baton.trace.text());
  }

  Plan plan() {
    return plan;
  }

  /** Every process that is not dead, in order of name. */
  List<SimulatedProcess> living() {
    return processes.values().stream().filter(each -> !each.dead).toList();
  }

  List<SimulatedProcess> managers() {
    return living().stream().filter(each -> roles.get(each.name).contains(Role.MANAGER)).toList();
  }

  void startAll() {
    roles.keySet().forEach(this::start);
  }

  /** Starts what is dead, now; what comes to be dead later is started a while after. */
  void startDead() {
    roles.keySet().stream().filter(name -> processes.get(name).dead).forEach(this::start);
  }

  void start(String name) {
    Duration skew =
        profile.skewed() ? Duration.ofSeconds(baton.random.nextInt(7200) - 3600) : Duration.ZERO;
    SimulatedProcess process = new SimulatedProcess(name, baton, skew, this);
    processes.put(name, process);
    process.onDeath(() -> restartLater(process));
    Database db =
        Database.over(
            new SimulatedSource(process, store, faults),
            Dialect.H2,
            process.signals(processes.values()));
    process.engine =
        new Engine(
            EngineHarness.settings(profile.containers()).withLease(LEASE).as(name, roles.get(name)),
            db,
            SimulatedObjects.of(process, objects),
            camel,
            stages,
            EngineHarness.FAIR,
            process.clock(),
            () -> process.ring("cycle"),
            List.of(),
            new SimulatedMachine(process));
    baton.spawn(process, "start", () -> new Life(process).begin(roles.get(name)));
  }

  private void restartLater(SimulatedProcess process) {
    baton.after(
        100_000_000L + baton.random.nextInt(8_000) * 1_000_000L,
        outside,
        () -> {
          if (processes.get(process.name).dead) {
            start(process.name);
          }
        });
  }

  /** Called by a task's route: what the plan has for it. */
  void runs(String stage, String path, int attempt) {
    SimulatedProcess process = Actor.self().process;
    baton.log("runs " + stage + ":" + path + " #" + attempt);
    if (runs.merge(stage + ":" + path + " #" + attempt, 1, Integer::sum) > 1) {
      // Only what was given back unrun may have this number again.
      baton.violation(stage + ":" + path + " ran twice as attempt " + attempt);
    }
    baton.sleep(plan.takes(path));
    if (plan.killsItsWorker(path)) {
      faults.count(Faults.Kind.POISON);
      baton.kill(process);
      process.check();
    }
    if (plan.alwaysFails(path) || plan.failsFirst(path) && attempt == 1) {
      throw new IllegalStateException("planned failure of " + path);
    }
  }
}
