package org.millrace.engine.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.Receipts.Receipt;
import org.millrace.engine.intake.Windows.Window;
import org.millrace.engine.ledger.Delta;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.ClaimCheck;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Headers;
import org.millrace.engine.task.TaskIds;
import org.millrace.engine.transport.Transports;
import org.springframework.dao.DuplicateKeyException;

/** Takes messages into windows kept in the ledger's database. */
public final class JdbcMessageIntake implements MessageIntake {
  /** How long a repeat is known. */
  public static final Duration RECEIPTS_KEPT = Duration.ofDays(7);

  private static final int TRIES = 10;

  private final Database db;
  private final Windows windows;
  private final Receipts receipts;
  private final PipelineCatalog pipelines;
  private final Transports transports;
  private final EffectLog log;
  private final ClaimCheck claims;
  private final Runnable room;

  private JdbcMessageIntake(
      Database db,
      Windows windows,
      PipelineCatalog pipelines,
      Transports transports,
      EffectLog log,
      ClaimCheck claims,
      Runnable room) {
    this.db = db;
    this.windows = windows;
    this.receipts = new Receipts(db);
    this.pipelines = pipelines;
    this.transports = transports;
    this.log = log;
    this.claims = claims;
    this.room = room;
  }

  /**
   * Over a database's own ledger and log.
   *
   * @param room throws where there is none for more messages
   */
  public static JdbcMessageIntake of(
      Database db,
      JobLedger ledger,
      EffectLog log,
      PipelineCatalog pipelines,
      Transports transports,
      ClaimCheck claims,
      Clock clock,
      Runnable room) {
    Windows windows = new Windows(db, ledger, log, clock);
    return new JdbcMessageIntake(db, windows, pipelines, transports, log, claims, room);
  }

  @Override
  public List<Accepted> accept(StreamSource source, List<Delivery> deliveries) {
    room.run();
    for (int left = TRIES; ; left--) {
      try {
        return db.inTransaction(() -> take(source, deliveries));
      } catch (DuplicateKeyException rival) {
        // Another opened the window, or took the same delivery, at the same moment: now it is
        // there.
        if (left == 0) {
          throw rival;
        }
      }
    }
  }

  /**
   * Closes windows whose time is over, whoever opened them. By the leader, often.
   *
   * @return how many
   */
  public int closeDue() {
    int closed = 0;
    for (String source : windows.due()) {
      boolean done = db.inTransaction(() -> windows.closeDue(source));
      closed += done ? 1 : 0;
    }
    return closed;
  }

  /** Forgets receipts that are older than {@link #RECEIPTS_KEPT}. By the leader, now and then. */
  public int forgetReceipts() {
    return receipts.forget(RECEIPTS_KEPT);
  }

  private List<Accepted> take(StreamSource source, List<Delivery> deliveries) {
    String entry = entry(source);
    // 1. The window first: who holds it sees every receipt of the source that there is.
    Optional<Window> open = windows.find(source);
    // 2. What was not taken before; the same twice in one call is taken once.
    List<Identified> all = deliveries.stream().map(each -> Identified.of(source, each)).toList();
    Map<UUID, Receipt> receiptOf =
        receipts.find(all.stream().filter(Identified::mayRepeat).map(Identified::id).toList());
    Map<UUID, Identified> fresh = new LinkedHashMap<>();
    all.stream()
        .filter(each -> !receiptOf.containsKey(each.id()))
        .forEach(each -> fresh.putIfAbsent(each.id(), each));
    // 3. That becomes tasks.
    if (!fresh.isEmpty()) {
      Window window = open.orElseGet(() -> windows.open(source));
      fresh.forEach((id, each) -> receiptOf.put(id, each.receipt(window.jobId())));
      add(window, source.count(), entry, List.copyOf(fresh.values()));
      receipts.add(
          fresh.values().stream()
              .filter(Identified::mayRepeat)
              .map(each -> receiptOf.get(each.id()))
              .toList());
    }
    return all.stream()
        .map(each -> each.accepted(receiptOf.get(each.id()), fresh.remove(each.id()) == null))
        .toList();
  }

  private String entry(StreamSource source) {
    return pipelines
        .find(source.pipeline())
        .map(Pipeline::entry)
        .orElseThrow(() -> new NoPipelineException(source.name(), source.pipeline()));
  }

  private void add(Window window, int most, String entry, List<Identified> deliveries) {
    List<Emission> tasks = new ArrayList<>();
    Window after = window;
    for (Identified each : deliveries) {
      List<Message> messages = each.delivery().messages();
      for (int n = 0; n < messages.size(); n++) {
        Body body = Body.of(messages.get(n).body());
        UUID id = TaskIds.message(each.id(), n);
        Map<String, Object> headers = Headers.fromOutside(messages.get(n).headers());
        headers.put(Message.NUMBER, after.messages());
        String key = window.jobId() + "/messages/" + id;
        tasks.add(Emission.of(id, entry, headers, claims.checkIn(key, body)));
        after = after.plus(1, body.bytes().length);
      }
    }
    transports.send(window.jobId(), window.queue(), tasks);
    log.count(window.jobId(), Delta.created(entry, tasks.size()));
    windows.update(after);
    if (after.messages() >= most) {
      windows.close(after);
    }
  }

  /** A delivery under the id of its receipt. */
  private record Identified(UUID id, Delivery delivery) {
    static Identified of(StreamSource source, Delivery delivery) {
      return new Identified(
          delivery.id().map(id -> TaskIds.receipt(source.name(), id)).orElseGet(UUID::randomUUID),
          delivery);
    }

    boolean mayRepeat() {
      return delivery.id().isPresent();
    }

    Receipt receipt(long jobId) {
      return new Receipt(id, jobId, delivery.messages().size(), delivery.digest());
    }

    Accepted accepted(Receipt receipt, boolean repeated) {
      if (!receipt.digest().equals(delivery.digest())) {
        throw new RepeatConflictException(delivery.id().orElse(""));
      }
      return new Accepted(receipt.jobId(), receipt.tasks(), repeated);
    }
  }
}
