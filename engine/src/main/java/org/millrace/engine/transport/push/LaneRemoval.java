package org.millrace.engine.transport.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the queues of lanes that nobody needs: of scheduling queues without a job, empty and
 * without a reader for a while. What ended jobs left there is dropped first. Queues with dead
 * letters stay until somebody has taken them. Used by the leader's cycle alone, which is also what
 * sends the first message to a lane: so none comes between the last look and the removal. Only
 * {@link #needed} may be called by others.
 */
final class LaneRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRemoval.class);

  private static final int LOOKS = 10;
  private static final int SEEN_AT_ONCE = 1000;

  /** Looked at in one cycle: a broker with thousands must not hold up all decisions. */
  private static final int LANES_AT_ONCE = 20;

  private static final String LANES_WITHOUT_JOBS =
      """
      select l.queue, l.stage from lane l
      join lane_transport t on t.lane_id = l.id and t.transport = :transport
      where not exists (
          select 1 from job j
          where j.queue = l.queue and j.state in ('ACCEPTED', 'ACTIVE', 'PAUSED'))
        and not exists (select 1 from moved_job m where m.queue = l.queue)
        and not exists (select 1 from outbox o where o.lane_id = l.id)
        and not exists (select 1 from lease e where e.lane_id = l.id)
      order by l.id
      """;

  /* A job that ended a moment ago had processes see its queues there, see Broker.make. */
  private static final String JOBS =
      """
      select count(*) from job
      where queue = :queue
        and (state in ('ACCEPTED', 'ACTIVE', 'PAUSED')
             or finished_at > current_timestamp - cast(:idle as integer) * interval '1' second)
      """;

  private final Database db;
  private final Broker broker;
  private final EndedJobs ended;
  private final SettlementReader reader;
  private final Duration idle;
  private final Clock clock;
  private final Map<String, Instant> idleSince = new HashMap<>();
  private final Set<Lane> gone = new HashSet<>();
  private List<Lane> toLookAt = List.of();
  private Instant next;
  private volatile boolean needed;

  LaneRemoval(
      Database db,
      Broker broker,
      EndedJobs ended,
      SettlementReader reader,
      Duration idle,
      Clock clock) {
    this.db = db;
    this.broker = broker;
    this.ended = ended;
    this.reader = reader;
    this.idle = idle;
    this.clock = clock;
    this.next = clock.instant().plus(idle.dividedBy(LOOKS));
  }

  /**
   * A queue was needed by a job that is not its own any more: all wait anew, for other processes
   * take a queue to be there for half of that time since they last saw it.
   */
  void needed() {
    needed = true;
  }

  /** Looks from time to time, at some of the lanes in each cycle. */
  void run() throws ActiveMQException {
    Instant now = clock.instant();
    if (needed) {
      needed = false;
      idleSince.clear();
    }
    if (toLookAt.isEmpty() && now.isBefore(next)) {
      return;
    }
    if (toLookAt.isEmpty()) {
      next = now.plus(idle.dividedBy(LOOKS));
      toLookAt = withoutJobs();
      gone.retainAll(toLookAt);
      toLookAt = toLookAt.stream().filter(each -> !gone.contains(each)).toList();
    }
    if (toLookAt.isEmpty()) {
      return;
    }
    List<Lane> some = toLookAt.subList(0, Math.min(LANES_AT_ONCE, toLookAt.size()));
    toLookAt = List.copyOf(toLookAt.subList(some.size(), toLookAt.size()));
    try (ClientSession session = broker.session()) {
      for (Lane each : some) {
        look(session, each, now);
      }
    }
  }

  private List<Lane> withoutJobs() {
    return db.jdbc()
        .sql(LANES_WITHOUT_JOBS)
        .param("transport", PushTransport.NAME)
        .query((row, n) -> new Lane(row.getString(1), row.getString(2)))
        .list();
  }

  private void look(ClientSession session, Lane lane, Instant now) throws ActiveMQException {
    Destinations names = Destinations.of(lane);
    boolean allGone = true;
    for (String queue : List.of(names.main(), names.solo(), names.dead())) {
      var known = session.queueQuery(SimpleString.of(queue));
      if (!known.isExists()) {
        continue;
      }
      allGone = false;
      if (known.getMessageCount() > 0 && !queue.equals(names.dead())) {
        dropEnded(session, queue);
      }
      known = session.queueQuery(SimpleString.of(queue));
      if (known.getMessageCount() > 0 || known.getConsumerCount() > 0) {
        idleSince.remove(queue);
      } else if (!now.isBefore(idleSince.computeIfAbsent(queue, n -> now).plus(idle))) {
        remove(session, lane, queue);
      }
    }
    if (allGone) {
      gone.add(lane);
    }
  }

  /** Looks without taking, so that what may yet be run is not counted as delivered. */
  private void dropEnded(ClientSession session, String queue) throws ActiveMQException {
    Set<Long> jobs = new HashSet<>();
    try (ClientConsumer browser = session.createConsumer(SimpleString.of(queue), null, true)) {
      int seen = 0;
      ClientMessage each = browser.receiveImmediate();
      while (each != null && ++seen < SEEN_AT_ONCE) {
        if (each.containsProperty(Sender.JOB)) {
          jobs.add(each.getLongProperty(Sender.JOB));
        }
        each = browser.receiveImmediate();
      }
    }
    for (long job : ended.among(jobs)) {
      SimpleString ofJob = SimpleString.of(Sender.JOB + " = " + job);
      try (ClientConsumer taker = session.createConsumer(SimpleString.of(queue), ofJob)) {
        ClientMessage each = taker.receiveImmediate();
        while (each != null) {
          each.acknowledge();
          each = taker.receiveImmediate();
        }
      }
      session.commit();
    }
  }

  private void remove(ClientSession session, Lane lane, String queue) {
    db.inTransaction(
        () -> {
          boolean mayBeNeeded =
              !reader.holds()
                  || db.jdbc()
                          .sql(JOBS)
                          .param("queue", lane.queue())
                          .param("idle", idle.toSeconds())
                          .query(Long.class)
                          .single()
                      > 0;
          if (!mayBeNeeded) {
            delete(session, queue);
          }
        });
    idleSince.remove(queue);
  }

  private void delete(ClientSession session, String queue) {
    try {
      if (session.queueQuery(SimpleString.of(queue)).getMessageCount() == 0) {
        session.deleteQueue(queue);
        broker.forget(queue);
        LOG.info("Removed the broker's queue {}, which was empty and is not needed", queue);
      }
    } catch (ActiveMQException e) {
      LOG.debug("The queue {} stays: {}", queue, e.getMessage());
    }
  }
}
