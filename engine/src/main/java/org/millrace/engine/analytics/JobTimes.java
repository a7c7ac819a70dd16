package org.millrace.engine.analytics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process sees of single jobs: how much they do over time, which of their tasks run for
 * long and which were the slowest. Bounded, whatever runs: a few tasks of a job and stage, and of
 * so many jobs. Thread-safe.
 */
public final class JobTimes {
  /** Of each job and stage. */
  private static final int MOST_SLOW = 3;

  private static final int MOST_KEPT = 2_000;
  private static final int MOST_RUNNING = 100;

  /** Tasks that take less are none that anybody waits for. */
  private static final long SLOW_MILLIS = 1_000;

  private final Set<Desk> desks = ConcurrentHashMap.newKeySet();
  private final Map<Key, Slowest> slow =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Slowest> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private Map<Key, Counts> counts = new HashMap<>();

  record Key(long job, String stage) {}

  /**
   * A task's attempt.
   *
   * @param begunMillis by the clock, since 1970
   */
  public record Run(long job, String stage, UUID task, int attempt, long begunMillis) {
    Key key() {
      return new Key(job, stage);
    }
  }

  record Ended(Run run, long millis) {}

  /** What a job did at a stage since the last call. */
  record Counts(long done, long failed) {}

  private static final class Slowest {
    private final List<Ended> tasks = new ArrayList<>();
    private boolean changed;
  }

  /** For one thread that runs tasks, one after the other. */
  public Desk desk() {
    return new Desk();
  }

  /** What a thread runs. Others only look at it. */
  public final class Desk implements AutoCloseable {
    private volatile Run running;
    private boolean known;

    private Desk() {}

    /** A task begins. */
    public void begun(Run run) {
      running = run;
      if (!known) {
        known = desks.add(this);
      }
    }

    /** It has ended, however that was. */
    public void ended(long millis) {
      Run run = running;
      running = null;
      if (run != null && millis >= SLOW_MILLIS) {
        note(new Ended(run, millis));
      }
    }

    /** The thread runs no more tasks. */
    @Override
    public void close() {
      running = null;
      desks.remove(this);
    }
  }

  private synchronized void note(Ended ended) {
    Slowest known = slow.computeIfAbsent(ended.run().key(), any -> new Slowest());
    known.tasks.add(ended);
    known.tasks.sort(Comparator.comparingLong(Ended::millis).reversed());
    if (known.tasks.size() <= MOST_SLOW || known.tasks.remove(MOST_SLOW) != ended) {
      known.changed = true;
    }
  }

  /** What the ledger has counted of a job. */
  public synchronized void counted(long job, String stage, long done, long failed) {
    Key key = new Key(job, stage);
    if (done + failed > 0 && (counts.size() < MOST_KEPT || counts.containsKey(key))) {
      counts.merge(
          key,
          new Counts(done, failed),
          (a, b) -> new Counts(a.done() + b.done(), a.failed() + b.failed()));
    }
  }

  synchronized Map<Key, Counts> takeCounts() {
    Map<Key, Counts> taken = counts;
    counts = new HashMap<>();
    return taken;
  }

  /** The slowest of each job and stage where they have changed since the last call. */
  synchronized Map<Key, List<Ended>> takeSlowest() {
    Map<Key, List<Ended>> taken = new HashMap<>();
    slow.forEach(
        (key, known) -> {
          if (known.changed) {
            known.changed = false;
            taken.put(key, List.copyOf(known.tasks));
          }
        });
    return taken;
  }

  /** Those that began before, the longest first. */
  List<Run> runningSince(long millis) {
    return desks.stream()
        .map(desk -> desk.running)
        .filter(run -> run != null && run.begunMillis() <= millis)
        .sorted(Comparator.comparingLong(Run::begunMillis))
        .limit(MOST_RUNNING)
        .toList();
  }
}
