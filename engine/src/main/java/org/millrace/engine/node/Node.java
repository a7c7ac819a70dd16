package org.millrace.engine.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Signals;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.lease.Leases.Granted;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes up the leases that were granted to it, runs their containers, and renews them
 * from a thread that no task can hold up. Thread-safe.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long DRAIN_SECONDS = 20;

  private volatile EngineSettings settings;
  private final Leases leases;
  private final NodeRegistry registry;
  private final HandNotes notes;
  private final Signals signals;
  private final Function<Lease, Container> containers;
  private final Map<Long, Container> running = new ConcurrentHashMap<>();
  private final Set<Long> takenUp = new HashSet<>();
  private final Machine machine;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final ExecutorService follower;
  private volatile long renewed;
  private long noted;
  private final AtomicBoolean silent = new AtomicBoolean();
  private boolean shortOfDisk;
  private volatile boolean closed;

  Node(
      EngineSettings settings,
      Leases leases,
      NodeRegistry registry,
      HandNotes notes,
      Signals signals,
      Machine machine,
      Function<Lease, Container> containers) {
    this.settings = settings;
    this.leases = leases;
    this.registry = registry;
    this.notes = notes;
    this.signals = signals;
    this.containers = containers;
    this.machine = machine;
    this.threads = machine.threads("container-");
    this.timer = machine.timer("node-");
    this.follower = machine.threads("node-grants-");
    this.renewed = machine.nanoTime();
    this.noted = renewed;
  }

  /** The signal by which a node is told of a grant. */
  static String signal(String node) {
    return "node:" + node;
  }

  /** Takes back what an earlier life of this node had in hand, and is there for new work. */
  void start() {
    leases.expireAll(settings.node());
    registry.register(settings);
    renewed = machine.nanoTime();
    long heartbeat = settings.lease().toMillis() / 3;
    timer.scheduleWithFixedDelay(this::renew, heartbeat, heartbeat, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::lookAtDisk, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    follower.execute(this::follow);
  }

  /** What runs beyond less capacity goes on. */
  void resize(Resources capacity, int most) {
    settings = settings.withCapacity(capacity, most);
    registry.resize(settings);
  }

  /** How many tasks of a lane its containers here have in hand. */
  int inHand(Lane lane) {
    return running.values().stream()
        .filter(each -> each.drains(lane))
        .mapToInt(Container::inHand)
        .sum();
  }

  /**
   * Whether the database has answered within a lease's time, by a clock that only passes. Without
   * an answer nobody knows whose the tasks here are, so none is begun. Asks nothing: a database may
   * accept what is asked and never answer.
   */
  boolean inTouch() {
    long nanos = machine.nanoTime() - renewed;
    if (nanos <= settings.lease().toNanos()) {
      return true;
    }
    if (silent.compareAndSet(false, true)) {
      LOG.warn(
          "Node {} rests: the database must answer within {} s, the time of a lease, and has not for"
              + " {} s; what it had in hand goes to others, and it goes on when the database answers",
          name(),
          settings.lease().toSeconds(),
          TimeUnit.NANOSECONDS.toSeconds(nanos));
    }
    return false;
  }

  private void follow() {
    while (!closed) {
      try {
        signals.await(signal(settings.node()), LOOK);
        inTouch();
        takeUp();
        noteHands();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.warn("Node {} cannot see its grants, looking again: {}", name(), e.getMessage());
          machine.pause(LOOK.toNanos());
        }
      }
    }
  }

  private void takeUp() {
    List<Granted> granted = leases.of(name());
    for (Granted each : granted) {
      long epoch = each.lease().epoch();
      if (takenUp.add(epoch)) {
        start(containers.apply(each.lease()));
      }
      Container container = running.get(epoch);
      if (each.stopping() && container != null) {
        container.stop();
      }
    }
    takenUp.retainAll(granted.stream().map(each -> each.lease().epoch()).toList());
  }

  /** Twice a second: between these looks quick tasks come and go. */
  private void noteHands() {
    if (machine.nanoTime() - noted >= LOOK.toNanos()) {
      noted = machine.nanoTime();
      Map<Long, Map<Long, Integer>> inHand = new HashMap<>();
      running.forEach(
          (epoch, container) -> {
            Map<Long, Integer> elsewhere = container.elsewhere();
            if (!elsewhere.isEmpty()) {
              inHand.put(epoch, elsewhere);
            }
          });
      notes.note(inHand);
    }
  }

  private void start(Container container) {
    running.put(container.lease().epoch(), container);
    threads.execute(
        () -> {
          try {
            container.run();
          } catch (RuntimeException e) {
            failed(container.lease(), e);
          } finally {
            running.remove(container.lease().epoch());
            container.ended();
          }
        });
  }

  /** Its lease runs out, and its tasks are given to another. */
  private void failed(Lease lease, RuntimeException e) {
    if (closed || e instanceof StoreLostException || Database.unreachable(e)) {
      LOG.warn("Container on {} ended, its tasks go to another: {}", lease.lane(), e.getMessage());
    } else {
      LOG.error("Container on {} failed", lease.lane(), e);
    }
  }

  private void renew() {
    try {
      if (!registry.seen(name())) {
        // It was away for so long that the others have forgotten it.
        registry.register(settings);
      }
      if (!running.isEmpty()) {
        List<Long> ours = List.copyOf(running.keySet());
        Set<Long> held = leases.renew(ours);
        ours.stream().filter(epoch -> !held.contains(epoch)).forEach(this::lost);
      }
      renewed = machine.nanoTime();
      if (silent.compareAndSet(true, false)) {
        LOG.info("Node {} works again: the database answers", name());
      }
    } catch (RuntimeException e) {
      LOG.warn("Could not renew the leases of node {}, trying again: {}", name(), e.getMessage());
      if (!inTouch()) {
        // It cannot know whether they still hold, so none of them does.
        running.keySet().forEach(this::lost);
      }
    }
  }

  /** While its disk is short it gets nothing, and gives back what it has not begun. */
  private void lookAtDisk() {
    boolean now = settings.disk().isShort();
    if (now) {
      running.values().forEach(Container::stop);
    }
    if (now != shortOfDisk) {
      attempt("say that its disk is short", () -> registry.shortOfDisk(name(), now));
      if (now) {
        LOG.warn("Node {} rests: {}", name(), settings.disk().refusal().getMessage());
      } else {
        LOG.info("Node {} works again: there is room on its disk", name());
      }
      shortOfDisk = now;
    }
  }

  private void lost(long epoch) {
    Container container = running.get(epoch);
    if (container != null) {
      container.lose();
    }
  }

  private String name() {
    return settings.node();
  }

  /** Lets the tasks in hand finish, gives the rest back, and waits for that a while. */
  @Override
  public void close() {
    closed = true;
    try {
      attempt("leave", () -> registry.leaving(name()));
      follower.shutdownNow();
      if (!follower.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Node {} still looks for grants after {} s", name(), DRAIN_SECONDS);
      }
      running.values().forEach(Container::stop);
      threads.shutdown();
      if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn(
            "{} tasks did not end in {} s; they run again later", running.size(), DRAIN_SECONDS);
        threads.shutdownNow();
      }
      timer.shutdownNow();
      // What was granted and not begun, or begun and not ended, is another's at once.
      attempt("give up its leases", () -> leases.expireAll(name()));
      attempt("leave", () -> registry.leave(name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "Node {} could not {}, and is forgotten in a while: {}", name(), what, e.getMessage());
    }
  }
}
