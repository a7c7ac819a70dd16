package org.millrace.engine.transport.push;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.millrace.engine.transport.StoreLostException;

/**
 * This process's connection to the broker: made when first needed, made anew after it was lost.
 * Nothing is repeated behind the caller's back; a lost connection ends its sessions. Thread-safe.
 */
public final class Broker implements AutoCloseable {
  /** Queues that are idle for longer may be removed by another process, see {@link LaneRemoval}. */
  private static final Duration MADE_FOR = PushTransport.IDLE.dividedBy(2);

  private static final int ACK_BYTES = 4 * 1024 * 1024;

  private final Supplier<BrokerAddress> address;
  private final BooleanSupplier wanted;
  private final Duration silence;

  /** Queues that were there, and when that was seen. */
  private final Map<String, Long> made = new ConcurrentHashMap<>();

  private final OpenConsumers consumers = new OpenConsumers();
  private ServerLocator locator;
  private ClientSessionFactory connection;

  /**
   * @param address asked at the first need; may start the broker
   * @param wanted whether there may be something at the broker though nothing was sent there yet
   * @param silence after so long without a sign of life the broker ends this process's sessions and
   *     gives what they had to others; shorter than a lease
   */
  public Broker(Supplier<BrokerAddress> address, BooleanSupplier wanted, Duration silence) {
    this.address = address;
    this.wanted = wanted;
    this.silence = silence;
  }

  boolean wanted() {
    return wanted.getAsBoolean();
  }

  /**
   * A transacted session that has begun to deliver.
   *
   * @throws StoreLostException the broker is out of reach
   */
  public ClientSession session() {
    ClientSessionFactory used = null;
    try {
      BrokerAddress to = address.get();
      used = connection(to);
      return begin(used, to);
    } catch (Exception e) {
      if (used == null) {
        throw new StoreLostException(e);
      }
      // A connection that died since it was last used says so only now.
      drop(used);
      return sessionOfANewConnection();
    }
  }

  private ClientSession sessionOfANewConnection() {
    try {
      BrokerAddress to = address.get();
      return begin(connection(to), to);
    } catch (Exception e) {
      throw new StoreLostException(e);
    }
  }

  private static ClientSession begin(ClientSessionFactory on, BrokerAddress as)
      throws ActiveMQException {
    ClientSession session =
        on.createSession(as.user(), as.password(), false, false, false, false, ACK_BYTES);
    session.start();
    return session;
  }

  private synchronized void drop(ClientSessionFactory dead) {
    if (connection == dead) {
      connection = null;
    }
    dead.close();
  }

  /**
   * @param window bytes that are fetched ahead, 0 for none
   */
  ClientConsumer consumer(ClientSession session, String queue, int window)
      throws ActiveMQException {
    return consumers.add(
        session.createConsumer(SimpleString.of(queue), null, window, -1, false), session);
  }

  /** Whether messages are here that have not been received yet. */
  static boolean holds(ClientConsumer consumer) {
    return consumer instanceof ClientConsumerInternal inner && inner.getBufferSize() > 0;
  }

  /** Makes a durable queue at an address of the same name, unless it is there. */
  void make(ClientSession session, String queue, boolean oneReader) throws ActiveMQException {
    Long seen = made.get(queue);
    if (seen != null && System.nanoTime() - seen < MADE_FOR.toNanos()) {
      return;
    }
    long now = System.nanoTime();
    try {
      session.createQueue(
          QueueConfiguration.of(queue)
              .setAddress(queue)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoDelete(false)
              .setExclusive(oneReader));
    } catch (ActiveMQQueueExistsException asWell) {
      made.put(queue, now);
    }
    made.put(queue, now);
  }

  /** It was removed. */
  void forget(String queue) {
    made.remove(queue);
  }

  void make(ClientSession session, Destinations lane) throws ActiveMQException {
    make(session, lane.dead(), false);
    make(session, lane.solo(), false);
    make(session, lane.main(), false);
  }

  private synchronized ClientSessionFactory connection(BrokerAddress to) throws Exception {
    if (connection == null || connection.isClosed() || isLost(connection)) {
      // Another broker, or one that lost its files, may answer now.
      made.clear();
      if (locator == null) {
        locator = locator(to.url());
      }
      connection = locator.createSessionFactory();
    }
    return connection;
  }

  /**
   * As far as it knows: asking it for its connection would ask the broker, under locks of the
   * client that another thread's new session takes in the other order.
   */
  private static boolean isLost(ClientSessionFactory factory) {
    return factory instanceof ClientSessionFactoryInternal inner && inner.numConnections() == 0;
  }

  private ServerLocator locator(String url) throws Exception {
    return ActiveMQClient.createServerLocator(url)
        .setReconnectAttempts(0)
        // Without an end of its own, a call that meets a dying connection would wait for ever.
        .setCallTimeout(silence.toMillis())
        .setCallFailoverTimeout(silence.toMillis())
        .setInitialConnectAttempts(1)
        .setConnectionTTL(silence.toMillis())
        .setClientFailureCheckPeriod(silence.toMillis() / 3)
        // All is decided by the commit.
        .setBlockOnDurableSend(false)
        .setBlockOnAcknowledge(false)
        // Its rest is made by the session that closes; a thread of its own would be one a lane.
        .setUseGlobalPools(true);
  }

  @Override
  public synchronized void close() {
    consumers.close();
    if (locator != null) {
      locator.close();
      locator = null;
      connection = null;
    }
  }
}
