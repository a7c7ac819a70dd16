package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Receives from one of a lane's two queues, fetching ahead about as much as it is told to, and
 * nothing where that is little: those are slow tasks. What is received is acknowledged in the
 * session's transaction. Not thread-safe.
 */
final class LaneReader {
  /** The least batch for which it fetches ahead. */
  static final int FETCHES_AHEAD_FROM = 8;

  private static final int LEAST_WINDOW = 64 * 1024;
  private static final int MOST_WINDOW = 4 * 1024 * 1024;
  private static final int FIRST_GUESS = 2048;

  private final Broker broker;
  private final ClientSession session;
  private final String queue;
  private final boolean neverAhead;
  private ClientConsumer consumer;
  private int window;
  private long averageBytes = FIRST_GUESS;

  LaneReader(Broker broker, ClientSession session, String queue, boolean neverAhead) {
    this.broker = broker;
    this.session = session;
    this.queue = queue;
    this.neverAhead = neverAhead;
  }

  /**
   * Messages of up to so many tasks, without waiting for more than there are; waits so long for the
   * first. The last may hold more tasks than its neighbours before it.
   *
   * @param ahead how many tasks to have at hand, {@code max} or more
   * @param waitMillis 0 not to wait
   */
  List<ClientMessage> receive(int max, int ahead, long waitMillis) throws ActiveMQException {
    open(ahead);
    List<ClientMessage> received = new ArrayList<>(Math.min(max, 1024));
    // Asking the broker whether there is none costs a round trip: only when none has come by
    // itself.
    ClientMessage next = waitMillis > 0 ? consumer.receive(waitMillis) : null;
    if (next == null) {
      next = consumer.receiveImmediate();
    }
    long bytes = 0;
    int tasks = 0;
    while (next != null) {
      received.add(next);
      bytes += next.getBodySize();
      int last = tasks(next, max);
      tasks += last;
      next = tasks + last <= max ? consumer.receiveImmediate() : null;
    }
    if (!received.isEmpty()) {
      averageBytes = Math.max(1, bytes / tasks);
      // All before it, too.
      received.get(received.size() - 1).acknowledge();
    }
    return received;
  }

  /** What it says of itself, which the seal does not cover: another may have written anything. */
  private static int tasks(ClientMessage message, int max) {
    return message.getObjectProperty(Sender.TASKS) instanceof Integer said
        ? Math.max(1, Math.min(said, max))
        : 1;
  }

  boolean holdsMore() {
    return Broker.holds(consumer);
  }

  /** Gives back what was fetched ahead; it counts as not delivered. */
  void close() throws ActiveMQException {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }

  private void open(int ahead) throws ActiveMQException {
    int fits = window(ahead);
    boolean serves =
        consumer != null && (fits == 0 ? window == 0 : fits <= 2L * window && window <= 8L * fits);
    if (!serves) {
      close();
      window = fits;
      consumer = broker.consumer(session, queue, window);
    }
  }

  private int window(int ahead) {
    return neverAhead || ahead < FETCHES_AHEAD_FROM
        ? 0
        : (int) Math.max(LEAST_WINDOW, Math.min(MOST_WINDOW, ahead * averageBytes));
  }
}
