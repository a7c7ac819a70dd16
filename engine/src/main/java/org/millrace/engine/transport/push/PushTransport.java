package org.millrace.engine.transport.push;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Outbox;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.Seal;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks in an Artemis broker, which pushes them to the containers. A settlement is one transaction
 * of the broker: inputs acknowledged, outputs sent, and what it did to the ledger sent as a message
 * that {@link #exchange} counts there once. Exactly one effect a task, whatever dies, as long as
 * the broker keeps what it has acknowledged.
 */
public final class PushTransport implements Transport, AutoCloseable {
  public static final String NAME = "push";

  private static final Logger LOG = LoggerFactory.getLogger(PushTransport.class);
  private static final int ROUNDS = 8;

  /** Of what shares a message: from 100 KiB on the broker keeps each in a file of its own. */
  private static final int MOST_BYTES = 64 * 1024;

  /** A lane's queues are removed when nobody has needed them for so long. */
  static final Duration IDLE = Duration.ofMinutes(10);

  private interface Moving {
    int run() throws ActiveMQException;
  }

  private final Broker broker;
  private final Outbox outbox;
  private final TaskCodec codec;
  private final EndedJobs ended;
  private final GiveBack giveBack = new GiveBack();
  private final HandFiles hands;
  private final PushParts parts;
  private final SettlementReader reader;
  private final LaneRemoval removal;
  private final LaneMove moves;
  private ClientSession publishing;
  private Sender publisher;
  private boolean away;

  /**
   * @param hands folder for notes of what is in hand, where the broker runs in this process and
   *     dies with it; empty where it does not
   */
  public PushTransport(TransportFactory.Parts engine, Broker broker, Optional<Path> hands) {
    this(engine, broker, hands, Clock.systemUTC());
  }

  /** With a clock of its own, by which queues that are not needed are removed. */
  public PushTransport(
      TransportFactory.Parts engine, Broker broker, Optional<Path> hands, Clock clock) {
    Seal seal = Seal.of(engine.db());
    this.broker = broker;
    this.outbox = new Outbox(engine.db(), engine.rows(), NAME);
    this.codec = new TaskCodec(seal);
    this.ended = new EndedJobs(engine.db());
    this.hands = hands.map(HandFiles::new).orElse(null);
    Suspects suspects =
        this.hands == null ? Suspects.none() : Suspects.after(this.hands, engine.db());
    this.parts =
        new PushParts(
            broker,
            engine.leases(),
            engine.effects(),
            engine.transports(),
            engine.crashes(),
            seal,
            codec,
            new Arrivals(codec, ended, new Inbox(engine.db()), suspects),
            new Packing(engine.together(), MOST_BYTES),
            giveBack,
            this.hands);
    this.reader = new SettlementReader(broker, engine.db(), engine.log(), seal);
    this.moves = new LaneMove(engine.db(), broker, codec, ended);
    this.removal = new LaneRemoval(engine.db(), broker, ended, reader, IDLE, clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void send(List<Envelope> tasks) {
    outbox.add(tasks);
  }

  @Override
  public synchronized int exchange() {
    return unlessAway(
        () -> {
          int moved = outbox.publish(this::toBroker);
          return moved > 0 || broker.wanted() ? moved + read() : 0;
        });
  }

  @Override
  public synchronized void publish() {
    unlessAway(() -> outbox.publish(this::toBroker));
  }

  private int read() throws ActiveMQException {
    int read = reader.round();
    int all = read;
    for (int round = 1; read == SettlementReader.AT_ONCE && round < ROUNDS; round++) {
      read = reader.round();
      all += read;
    }
    removal.run();
    return all;
  }

  /** A broker that is away holds up nothing else: this tries again at the next cycle. */
  private int unlessAway(Moving work) {
    try {
      int moved = work.run();
      if (away) {
        away = false;
        LOG.info("The broker is back");
      }
      return moved;
    } catch (ActiveMQException e) {
      return lost(new StoreLostException(e));
    } catch (StoreLostException e) {
      return lost(e);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public LaneConsumer open(Lease lease) {
    return new PushConsumer(lease, parts);
  }

  /** The broker gives it to others by itself when the holder's session has ended. */
  @Override
  public int revoke(Lease lease, Function<Task, Outcome> crashed) {
    return 0;
  }

  @Override
  public boolean move(long jobId, String from, String to) {
    boolean over = moves.run(jobId, from, to);
    if (over) {
      removal.needed();
    }
    return over;
  }

  /**
   * What is on its way is dropped. What lies at the broker is dropped when it is met, since the
   * caller's transaction may yet be rolled back.
   */
  @Override
  public void purge(long jobId, String queue) {
    outbox.drop(jobId);
    ended.forget(jobId);
  }

  /** Ends what this holds open at the broker; its containers must have ended. */
  @Override
  public synchronized void close() {
    giveBack.close();
    reader.close();
    endPublisher();
    if (hands != null) {
      hands.close();
    }
  }

  private void toBroker(List<Packing.Row> rows) {
    try {
      // Whoever sent before may be removing queues just now: this waits for it.
      reader.open();
      if (publishing == null || publishing.isClosed()) {
        publishing = broker.session();
        publisher = new Sender(broker, publishing, codec);
      }
      for (Packing.Row each : rows) {
        publisher.row(each, UUID.randomUUID());
      }
      publisher.commit();
    } catch (ActiveMQException e) {
      throw new StoreLostException(e);
    }
  }

  private int lost(StoreLostException e) {
    if (!away) {
      away = true;
      LOG.warn("{}; tasks of transport push wait for it", e.getMessage());
    }
    reader.close();
    endPublisher();
    return 0;
  }

  private void endPublisher() {
    try {
      if (publishing != null) {
        publishing.close();
      }
    } catch (ActiveMQException gone) {
      LOG.debug("Closing the publisher's session", gone);
    } finally {
      publishing = null;
    }
  }
}
