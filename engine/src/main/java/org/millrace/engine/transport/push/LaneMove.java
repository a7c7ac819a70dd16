package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a job has waiting at the broker from one queue's lanes to another's, in transactions
 * of the broker: a task is in one of them or in the other. What is in a worker's hand stays; it is
 * found at a later look if it comes back. Thread-safe.
 */
final class LaneMove {
  private static final Logger LOG = LoggerFactory.getLogger(LaneMove.class);

  private static final int AT_ONCE = 500;

  /** A move that waits for others to finish is looked at so often, not in every cycle. */
  private static final long LOOK_NANOS = 500_000_000L;

  private static final String STAGES = "select stage from lane where queue = :queue order by id";
  private static final String ON_THE_WAY =
      """
      select count(*) from outbox o join lane l on l.id = o.lane_id
      where l.queue = :queue and o.job_id = :job
      """;

  private record Way(long job, String from) {}

  private final Database db;
  private final Broker broker;
  private final TaskCodec codec;
  private final EndedJobs ended;
  private final Map<Way, Long> looked = new ConcurrentHashMap<>();

  LaneMove(Database db, Broker broker, TaskCodec codec, EndedJobs ended) {
    this.db = db;
    this.broker = broker;
    this.codec = codec;
    this.ended = ended;
  }

  /** Whether nothing of the job is left in the first queue's lanes, or nobody wants it any more. */
  boolean run(long job, String from, String to) {
    if (!broker.wanted() || ended.hasEnded(job)) {
      return true;
    }
    Way way = new Way(job, from);
    long now = System.nanoTime();
    Long before = looked.get(way);
    if (before != null && now - before < LOOK_NANOS) {
      return false;
    }
    looked.put(way, now);
    boolean over = false;
    try (ClientSession session = broker.session()) {
      over = move(session, job, from, to);
    } catch (ActiveMQException | StoreLostException e) {
      LOG.debug("Job {} is moved later: {}", job, e.getMessage());
    }
    if (over) {
      looked.remove(way);
    }
    return over;
  }

  private boolean move(ClientSession session, long job, String from, String to)
      throws ActiveMQException {
    Sender sender = new Sender(broker, session, codec);
    long left =
        db.jdbc().sql(ON_THE_WAY).param("queue", from).param("job", job).query(Long.class).single();
    for (String stage : db.jdbc().sql(STAGES).param("queue", from).query(String.class).list()) {
      Destinations names = Destinations.of(new Lane(from, stage));
      for (String queue : List.of(names.main(), names.solo())) {
        if (session.queueQuery(SimpleString.of(queue)).isExists()) {
          move(session, sender, job, queue, new Lane(to, stage));
          // Of other jobs too: those in somebody's hand do not say whose they are.
          left += session.queueQuery(SimpleString.of(queue)).getMessageCount();
        }
      }
    }
    return left == 0;
  }

  private void move(ClientSession session, Sender sender, long job, String queue, Lane to)
      throws ActiveMQException {
    SimpleString ofJob = SimpleString.of(Sender.JOB + " = " + job);
    try (ClientConsumer taker = session.createConsumer(SimpleString.of(queue), ofJob)) {
      List<ClientMessage> taken = take(taker);
      while (!taken.isEmpty()) {
        for (ClientMessage each : taken) {
          Optional<TaskCodec.Sealed> sealed = codec.read(queue, Arrivals.body(each));
          if (sealed.isPresent()) {
            move(sealed.get(), each, sender, to);
          } else {
            sender.refused(Destinations.of(to), Arrivals.body(each), "not sent by Millrace");
          }
          each.acknowledge();
        }
        sender.commit();
        taken = take(taker);
      }
    }
  }

  /** One that was in a worker's hand before has had an attempt, and comes alone. */
  private static void move(TaskCodec.Sealed sealed, ClientMessage message, Sender sender, Lane to)
      throws ActiveMQException {
    if (message.getDeliveryCount() <= 1) {
      // As it was known before: a copy of it, wherever that lies, is a copy still.
      sender.row(
          new Packing.Row(new Envelope(to, sealed.task()), sealed.tasks()), sealed.message());
      return;
    }
    for (Task each : Packing.unpack(sealed.task(), sealed.tasks())) {
      sender.task(new Envelope(to, each.at(each.attempt() + 1).alone()), null);
    }
  }

  private static List<ClientMessage> take(ClientConsumer taker) throws ActiveMQException {
    List<ClientMessage> taken = new ArrayList<>();
    ClientMessage next = taker.receiveImmediate();
    while (next != null) {
      taken.add(next);
      next = taken.size() < AT_ONCE ? taker.receiveImmediate() : null;
    }
    return taken;
  }
}
