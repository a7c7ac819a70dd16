package org.millrace.engine.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.millrace.engine.lease.Leases;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: runs containers, and renews their leases from a thread that no task can hold up.
 * Thread-safe.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long DRAIN_SECONDS = 20;

  private final String name;
  private volatile int slots;
  private final Leases leases;
  private final Map<Long, Container> running = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timer;

  Node(String name, int slots, Leases leases, long heartbeatMillis) {
    this.name = name;
    this.slots = slots;
    this.leases = leases;
    this.threads = Executors.newCachedThreadPool(named("container-"));
    this.timer = new ScheduledThreadPoolExecutor(2, named("node-"));
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.scheduleWithFixedDelay(
        this::renew, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
  }

  String name() {
    return name;
  }

  int slots() {
    return slots;
  }

  /** What runs beyond fewer slots goes on. */
  void resize(int newSlots) {
    slots = newSlots;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** How many more containers there are threads for. */
  int free() {
    return Math.max(0, slots - running.size());
  }

  /**
   * How many containers drain a lane here. One that has lost its lease still takes a slot until its
   * task ends, but drains nothing.
   */
  int containers(Lane lane) {
    return (int) running.values().stream().filter(each -> each.drains(lane)).count();
  }

  /** How many tasks of a lane its containers here have in hand. */
  int inHand(Lane lane) {
    return running.values().stream()
        .filter(each -> each.drains(lane))
        .mapToInt(Container::inHand)
        .sum();
  }

  /**
   * Starts a container.
   *
   * @param ended told on the container's thread when it is over
   */
  void start(Container container, Runnable ended) {
    running.put(container.lease().epoch(), container);
    threads.execute(
        () -> {
          try {
            container.run();
          } catch (RuntimeException e) {
            // Its lease runs out, and its tasks are given to another.
            LOG.error("Container on {} failed", container.lease().lane(), e);
          } finally {
            running.remove(container.lease().epoch());
            ended.run();
          }
        });
  }

  private void renew() {
    try {
      if (!running.isEmpty()) {
        List<Long> ours = List.copyOf(running.keySet());
        Set<Long> held = leases.renew(ours);
        ours.stream().filter(epoch -> !held.contains(epoch)).forEach(this::lost);
      }
    } catch (RuntimeException e) {
      LOG.warn("Could not renew the leases of node {}, trying again: {}", name, e.getMessage());
    }
  }

  private void lost(long epoch) {
    Container container = running.get(epoch);
    if (container != null) {
      container.lose();
    }
  }

  /** Lets the tasks in hand finish, gives the rest back, and waits for that a while. */
  @Override
  public void close() {
    running.values().forEach(Container::stop);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn(
            "{} tasks did not end in {} s; they run again later", running.size(), DRAIN_SECONDS);
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
