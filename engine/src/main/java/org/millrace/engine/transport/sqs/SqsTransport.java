package org.millrace.engine.transport.sqs;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
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
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.Seal;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.engine.transport.Transport;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Tasks in SQS queues, one a lane, standard or FIFO. SQS delivers at least once; the ledger's
 * database knows what has been settled, so there is exactly one effect a task, whatever dies.
 *
 * <p>What is sent is written to the outbox with what caused it, and sent on after the commit by the
 * process that wrote it ({@link Post}). A settlement is one transaction of the ledger's database;
 * SQS learns of it after that, and when it does not, the message's next delivery is dropped.
 */
public final class SqsTransport implements Transport, AutoCloseable {
  public static final String NAME = "sqs";

  private static final Logger LOG = LoggerFactory.getLogger(SqsTransport.class);

  /** Of what shares a message: as Base64 less than 64 KiB, which Amazon bills as one request. */
  private static final int MOST_BYTES = 44 * 1024;

  private final Database db;
  private final SettlementEffects effects;
  private final EffectLog log;
  private final Supplier<SqsClient> sqs;
  private final SqsSettings settings;
  private final Clock clock;
  private final Post post;
  private final ToIntFunction<String> together;
  private final Queues queues;
  private final Codec codec;
  private final Ledger ledger;
  private final Hiding hiding;
  private final Removal removal;
  private final LaneMove moves;

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
    this.together = parts.together();
    this.queues = new Queues(sqs, settings);
    this.codec = new Codec(new TaskCodec(Seal.of(db)));
    this.post =
        new Post(
            db,
            new Outbox(db, parts.rows(), NAME),
            new Sender(sqs, queues, codec, settings.fifo()),
            settings,
            new Room(settings.backlog(), queues::waiting),
            new Packing(together, MOST_BYTES),
            this::bury);
    this.ledger = new Ledger(db, parts.leases(), effects, log, parts.crashes(), new Known(db));
    this.hiding = new Hiding(db, settings.visibility());
    this.moves = new LaneMove(db, queues, post, ledger, this::queue);
    this.removal = new Removal(db, sqs, queues, settings.idle(), clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void send(List<Envelope> tasks) {
    post.add(tasks);
  }

  /** Sees to what other processes left behind. Nothing here waits for tasks to be sent. */
  @Override
  public int exchange() {
    int moved = post.lead();
    try {
      removal.run();
    } catch (RuntimeException e) {
      // Whatever it is, the cycle that this is a part of has more to do.
      LOG.warn("Could not look for queues to remove, trying again later: {}", e.getMessage());
    }
    return moved;
  }

  @Override
  public LaneConsumer open(Lease lease) {
    IntSupplier most = () -> together.applyAsInt(lease.lane().stage());
    return new SqsConsumer(lease, queue(lease.lane()), ledger, hiding, most, settings.fifo());
  }

  private LaneQueue queue(Lane lane) {
    return new LaneQueue(sqs, queues, codec, settings, lane);
  }

  /** SQS delivers again what is hidden no more; that counts as a crash when it is claimed. */
  @Override
  public int revoke(Lease lease, Function<Task, Outcome> crashed) {
    return 0;
  }

  @Override
  public boolean move(long jobId, String from, String to) {
    return moves.run(jobId, from, to);
  }

  /** What has been sent is dropped when it is claimed: SQS finds nothing by its job. */
  @Override
  public void purge(long jobId, String queue) {
    post.drop(jobId);
  }

  @Override
  public void close() {
    post.close();
    hiding.close();
  }

  /** A person decides; sent again and again it would keep others from being sent. */
  private void bury(Packing.Row row, String why) {
    Task sent = row.envelope().task();
    Lane lane = row.envelope().lane();
    LOG.warn(
        "Tasks of job {} for {} are dead, {} of them: {}", sent.jobId(), lane, row.tasks(), why);
    Failure failure = new Failure(sent.attempt(), clock.instant(), NAME, why);
    log.write(
        effects.of(
            lane,
            Packing.unpack(sent, row.tasks()).stream()
                .<Outcome>map(each -> new Outcome.Dead(each, failure))
                .toList()));
  }
}
