package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.Effects;
import org.millrace.engine.transport.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what settlements did from the broker into the ledger, once and in the broker's order: what
 * a task's child did is never counted before the task. Each round is a transaction of the database
 * that also notes the messages' ids, and then one of the broker that acknowledges them; a crash
 * between the two brings them again, and they are known. Ids are forgotten a round later.
 *
 * <p>One reader at a time: the broker's queue gives its messages to one, and a reader that was
 * stopped and resumed finds another's token in the database. Not thread-safe.
 */
final class SettlementReader {
  private static final Logger LOG = LoggerFactory.getLogger(SettlementReader.class);

  /** Most messages of a round: one that read fewer has seen what had come. */
  static final int AT_ONCE = 500;

  private static final int WINDOW = 1024 * 1024;
  private static final String TAKE_OVER =
      "update settlement_reader set token = :token where transport = :transport";
  private static final String FIRST =
      "insert into settlement_reader (transport, token) values (:transport, :token)";
  /* Locks the row until the round's end, so that nobody takes over half way. */
  private static final String HOLD =
      """
      update settlement_reader set token = :token where transport = :transport and token = :token
      """;
  private static final String ALL_COUNTED = "select id from counted_settlement";
  private static final String NOTE =
      "insert into counted_settlement (id) select * from unnest(cast(:ids as uuid array))";
  private static final String NOTE_POSTGRESQL =
      "insert into counted_settlement (id) select unnest(cast(:ids as uuid[]))";
  private static final String FORGET = "delete from counted_settlement where id = any(:ids)";

  private final Broker broker;
  private final Database db;
  private final EffectLog log;
  private final Seal seal;
  private final UUID token = UUID.randomUUID();
  private ClientSession session;
  private ClientConsumer consumer;

  /** Counted and acknowledged; their ids are of no use any more. */
  private final List<UUID> acknowledged = new ArrayList<>();

  /** Of an earlier reader, which may or may not have acknowledged them. */
  private final List<UUID> inherited = new ArrayList<>();

  SettlementReader(Broker broker, Database db, EffectLog log, Seal seal) {
    this.broker = broker;
    this.db = db;
    this.log = log;
    this.seal = seal;
  }

  /**
   * One round.
   *
   * @return how many settlements were read; 0 when there was none
   */
  int round() throws ActiveMQException {
    open();
    List<ClientMessage> messages = receive();
    if (messages.isEmpty()) {
      acknowledged.addAll(inherited);
      inherited.clear();
      return 0;
    }
    List<Settlement> settlements = new ArrayList<>(messages.size());
    for (ClientMessage each : messages) {
      Settlement settlement = Settlement.read(Arrivals.body(each), seal);
      if (settlement == null) {
        LOG.warn("A message in {} was not sent by Millrace: dropped", Destinations.SETTLED);
      } else {
        settlements.add(settlement);
      }
    }
    count(settlements);
    messages.get(messages.size() - 1).acknowledge();
    session.commit();
    acknowledged.clear();
    settlements.forEach(each -> acknowledged.add(each.id()));
    return messages.size();
  }

  /** Ends the session: what it had received and not acknowledged comes again. */
  void close() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (ActiveMQException gone) {
      LOG.debug("Closing the reader of settlements", gone);
    } finally {
      session = null;
      inherited.addAll(acknowledged);
      acknowledged.clear();
    }
  }

  /** Inside the caller's transaction: no other reads, or sends first messages, until its end. */
  boolean holds() {
    return mark(HOLD) == 1;
  }

  /** Takes over from whoever read before, unless this one reads already. */
  void open() throws ActiveMQException {
    if (session != null && !session.isClosed()) {
      return;
    }
    takeOver();
    session = broker.session();
    broker.make(session, Destinations.SETTLED, true);
    consumer = broker.consumer(session, Destinations.SETTLED, WINDOW);
  }

  /** Before the first message is read: another that has some in hand counts no more from now on. */
  private void takeOver() {
    db.inTransaction(
        () -> {
          if (mark(TAKE_OVER) == 0) {
            mark(FIRST);
          }
        });
    inherited.clear();
    inherited.addAll(db.jdbc().sql(ALL_COUNTED).query(UUID.class).list());
  }

  private List<ClientMessage> receive() throws ActiveMQException {
    List<ClientMessage> messages = new ArrayList<>();
    ClientMessage next = consumer.receiveImmediate();
    while (next != null) {
      messages.add(next);
      // Only what has come by itself: whether there is more, the next round asks.
      boolean more = messages.size() < AT_ONCE && Broker.holds(consumer);
      next = more ? consumer.receiveImmediate() : null;
    }
    return messages;
  }

  private void count(List<Settlement> settlements) {
    db.inTransaction(
        () -> {
          if (mark(HOLD) == 0) {
            throw new IllegalStateException(
                "another process reads the settlements of transport push now");
          }
          // All that the table has: nobody else writes to it while the token is this one's.
          Set<UUID> known = new HashSet<>(inherited);
          known.addAll(acknowledged);
          List<Settlement> fresh =
              settlements.stream().filter(each -> known.add(each.id())).toList();
          log.write(Effects.together(fresh.stream().map(Settlement::effects).toList()));
          note(fresh.stream().map(Settlement::id).toArray(UUID[]::new));
          forget(acknowledged);
        });
  }

  private void note(UUID[] ids) {
    String sql =
        switch (db.dialect()) {
          case H2 -> NOTE;
          case POSTGRESQL -> NOTE_POSTGRESQL;
        };
    db.jdbc().sql(sql).param("ids", ids).update();
  }

  private void forget(List<UUID> ids) {
    if (!ids.isEmpty()) {
      db.jdbc().sql(FORGET).param("ids", ids.toArray(UUID[]::new)).update();
    }
  }

  private int mark(String sql) {
    return db.jdbc().sql(sql).param("transport", PushTransport.NAME).param("token", token).update();
  }
}
