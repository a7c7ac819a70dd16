package org.millrace.manager.console;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.analytics.Analytics.Lately;
import org.millrace.engine.ledger.Backlog.Count;
import org.millrace.engine.ledger.StageProgress;

/**
 * What a stage has at this moment, of all jobs that have not ended.
 *
 * @param waiting tasks that no container runs
 * @param running containers, each of which runs one task at a time
 * @param rate tasks done a second, lately
 * @param failed attempts that failed
 * @param dead tasks that ran out of attempts
 * @param lanes by path of the queue
 * @param lately how long its tasks ran and waited, of the last minutes
 */
public record StageNow(
    long waiting,
    long running,
    double rate,
    long failed,
    long dead,
    List<LaneNow> lanes,
    Lately lately) {
  private static final Lately NEVER = new Lately(null, null, 0);
  static final StageNow IDLE = new StageNow(0, 0, 0.0, 0, 0, List.of(), NEVER);

  /** One queue's part of it. */
  public record LaneNow(String queue, long waiting, long running) {}

  public boolean busy() {
    return waiting > 0 || running > 0 || rate > 0;
  }

  /** Adds up. Not thread-safe. */
  static final class Sum {
    private final Map<String, Long> pending = new TreeMap<>();
    private final Map<String, Long> containers = new TreeMap<>();
    private long failed;
    private long dead;

    void containers(String queue, long count) {
      containers.merge(queue, count, Long::sum);
      pending.putIfAbsent(queue, 0L);
    }

    void add(Count count) {
      StageProgress progress = count.progress();
      failed += progress.failed();
      dead += progress.dead();
      long open = progress.created() - progress.done() - progress.dead();
      if (open > 0) {
        pending.merge(count.queue(), open, Long::sum);
      }
    }

    /**
     * @param measured tasks a second of the last ten; null when none was seen
     * @param known whether they were looked at; if not, the last minutes' mean is what there is
     */
    StageNow with(Double measured, boolean known, Lately lately) {
      double mean = lately == null ? 0 : lately.perSecond();
      double rate = measured != null ? measured : known ? 0 : mean;
      List<LaneNow> lanes =
          pending.entrySet().stream().map(each -> lane(each.getKey(), each.getValue())).toList();
      return new StageNow(
          lanes.stream().mapToLong(LaneNow::waiting).sum(),
          lanes.stream().mapToLong(LaneNow::running).sum(),
          rate,
          failed,
          dead,
          lanes,
          lately == null ? NEVER : lately);
    }

    private LaneNow lane(String queue, long open) {
      long running = containers.getOrDefault(queue, 0L);
      return new LaneNow(queue, Math.max(0, open - running), running);
    }
  }
}
