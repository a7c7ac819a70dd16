package org.millrace.engine.transport.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Takes what a job has waiting in SQS from one queue's lanes to another's. SQS finds nothing by its
 * job, so this receives what comes, sends on what is the job's and gives back the rest. Where
 * others have tasks in a lane their containers take the job's along; what comes of it follows too.
 * Used by the leader.
 */
final class LaneMove {
  private static final Logger LOG = LoggerFactory.getLogger(LaneMove.class);

  private static final int AT_ONCE = 100;

  /** A move that waits for others to finish is looked at so often, not in every cycle. */
  private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

  private static final String STAGES = "select stage from lane where queue = :queue order by id";
  private static final String ON_THE_WAY =
      """
      select count(*) from outbox o join lane l on l.id = o.lane_id
      where l.queue = :queue and o.job_id = :job
      """;
  private static final String LIVES =
      """
      select count(*) from job where id = :job and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
      """;

  private record Way(long job, String from) {}

  private final Database db;
  private final Queues queues;
  private final Post post;
  private final Ledger ledger;
  private final java.util.function.Function<Lane, LaneQueue> opener;
  private final Map<Way, Long> looked = new HashMap<>();

  LaneMove(
      Database db,
      Queues queues,
      Post post,
      Ledger ledger,
      java.util.function.Function<Lane, LaneQueue> opener) {
    this.db = db;
    this.queues = queues;
    this.post = post;
    this.ledger = ledger;
    this.opener = opener;
  }

  /** Whether nothing of the job is left in the first queue's lanes, or nobody wants it any more. */
  synchronized boolean run(long job, String from, String to) {
    Way way = new Way(job, from);
    long now = System.nanoTime();
    Long before = looked.get(way);
    if (before != null && now - before < LOOK_NANOS) {
      return false;
    }
    boolean over = count(LIVES, from, job) == 0;
    if (!over) {
      looked.put(way, now);
      try {
        over = move(job, from, to) == 0;
      } catch (SdkException | StoreLostException e) {
        LOG.debug("Job {} is moved later: {}", job, e.getMessage());
      }
    }
    if (over) {
      looked.remove(way);
    }
    return over;
  }

  /** How many may be left. */
  private long move(long job, String from, String to) {
    long left = count(ON_THE_WAY, from, job);
    for (String stage : db.jdbc().sql(STAGES).param("queue", from).query(String.class).list()) {
      Lane lane = new Lane(from, stage);
      if (queues.exists(lane)) {
        take(job, lane, new Lane(to, stage));
        left += queues.all(lane);
      }
    }
    return left;
  }

  private void take(long job, Lane lane, Lane to) {
    LaneQueue queue = opener.apply(lane);
    List<Delivery> deliveries = queue.receive(AT_ONCE, 0);
    List<Packing.Row> moved = new ArrayList<>();
    Ledger.Claim sorted = ledger.pass(to, job, deliveries);
    // As they were sent, so that what is known of them is known of these.
    sorted
        .kept()
        .forEach(each -> moved.add(new Packing.Row(new Envelope(to, each.row()), each.sent())));
    post.addRows(moved);
    // When this transaction is rolled back after all, they are there until it is tried again.
    db.afterCommit(
        () -> {
          queue.delete(sorted.kept());
          queue.delete(sorted.over());
          queue.release(sorted.returned());
        });
  }

  private long count(String sql, String queue, long job) {
    return db.jdbc().sql(sql).param("queue", queue).param("job", job).query(Long.class).single();
  }
}
