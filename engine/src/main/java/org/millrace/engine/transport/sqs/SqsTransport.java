package org.millrace.engine.transport.sqs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.Outbox;
import org.millrace.engine.transport.Seal;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Tasks in SQS queues, one a lane, standard or FIFO. SQS delivers at least once; the ledger's
 * database knows what has been settled, so there is exactly one effect a task, whatever dies.
 *
 * <p>What is sent is written to the outbox with what caused it and sent on by the leader's {@link
 * #exchange}. A settlement is one transaction of the ledger's database; SQS learns of it after
 * that, and when it does not, the message's next delivery is dropped.
 */
public final class SqsTransport implements Transport, AutoCloseable {
  public static final String NAME = "sqs";

  private static final Logger LOG = LoggerFactory.getLogger(SqsTransport.class);
  private static final int AT_ONCE = 5 * Sender.AT_ONCE;

  /** The leader's cycle waits for this: a backlog of messages must not hold up all decisions. */
  private static final long LONGEST_MILLIS = 50;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Database db;
  private final SettlementEffects effects;
  private final EffectLog log;
  private final Supplier<SqsClient> sqs;
  private final SqsSettings settings;
  private final Clock clock;
  private final Outbox outbox;
  private final Queues queues;
  private final Codec codec;
  private final Sender sender;
  private final Ledger ledger;
  private final Hiding hiding;
  private final Removal removal;
  private Instant pauseUntil = Instant.MIN;

  /**
   * @param sqs asked for at the first call; closed by the caller, after this
   */
  public SqsTransport(
      TransportFactory.Parts parts, Supplier<SqsClient> sqs, SqsSettings settings, Clock clock) {
    this.db = parts.db();
    this.effects = parts.effects();
    this.log = parts.log();
    this.sqs = sqs;
    this.settings = settings;
    this.clock = clock;
    this.outbox = new Outbox(db, parts.rows(), NAME);
    this.queues = new Queues(sqs, settings);
    this.codec = new Codec(Seal.of(db));
    this.sender = new Sender(sqs, queues, codec, settings.fifo());
    this.ledger = new Ledger(db, parts.leases(), effects, log, parts.crashes(), new Known(db));
    this.hiding = new Hiding(db, settings.visibility());
    this.removal = new Removal(db, sqs, queues, settings.idle(), clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void send(List<Envelope> tasks) {
    outbox.add(tasks);
  }

  /**
   * Sends what lies in the outbox, as far as it gets in a moment. When SQS is out of reach it stays
   * there, and nothing else waits.
   */
  @Override
  public int exchange() {
    if (clock.instant().isBefore(pauseUntil)) {
      return 0;
    }
    int[] moved = {0};
    try {
      long begun = clock.millis();
      List<Envelope> oldest = outbox.oldest(AT_ONCE);
      while (!oldest.isEmpty()) {
        int before = moved[0];
        sender.send(oldest, sent -> moved[0] += note(sent));
        boolean goOn =
            moved[0] - before == oldest.size() && clock.millis() - begun < LONGEST_MILLIS;
        oldest = goOn ? outbox.oldest(AT_ONCE) : List.of();
      }
      removal.run();
    } catch (SdkException e) {
      LOG.warn("Could not send tasks to SQS, trying again: {}", e.getMessage());
      pauseUntil = clock.instant().plus(PAUSE);
    }
    return moved[0];
  }

  @Override
  public LaneConsumer open(Lease lease) {
    return new SqsConsumer(
        lease, new LaneQueue(sqs, queues, codec, settings, lease.lane()), ledger, hiding);
  }

  /** SQS delivers again what is hidden no more; that counts as a crash when it is claimed. */
  @Override
  public int revoke(Lease lease, Function<Task, Outcome> crashed) {
    return 0;
  }

  /** Nothing: see the port. */
  @Override
  public boolean move(long jobId, String from, String to) {
    return true;
  }

  /** What has been sent is dropped when it is claimed: SQS finds nothing by its job. */
  @Override
  public void purge(long jobId, String queue) {
    outbox.drop(jobId);
  }

  @Override
  public void close() {
    hiding.close();
  }

  private int note(Sender.Sent sent) {
    if (sent.refused().isEmpty()) {
      outbox.forget(sent.accepted());
      return sent.accepted().size();
    }
    List<Envelope> over = new ArrayList<>(sent.accepted());
    over.addAll(sent.refused().keySet());
    db.inTransaction(
        () -> {
          sent.refused().forEach(this::bury);
          outbox.forget(over);
        });
    return over.size();
  }

  /** A person decides; sent again and again it would keep others from being sent. */
  private void bury(Envelope envelope, String why) {
    Task task = envelope.task();
    LOG.warn("A task of job {} for {} is dead: {}", task.jobId(), envelope.lane(), why);
    Failure failure = new Failure(task.attempt(), clock.instant(), NAME, why);
    log.write(effects.of(envelope.lane(), List.of(new Outcome.Dead(task, failure))));
  }
}
