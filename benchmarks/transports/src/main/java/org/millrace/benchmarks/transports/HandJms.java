package org.millrace.benchmarks.transports;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What {@link HandArtemis} does, through JMS. */
final class HandJms implements Contender {
  private static final int WINDOW_BYTES = 1 << 20;

  private final Servers servers;

  HandJms(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    String name = servers.name();
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(servers.artemis())) {
      factory.setConsumerWindowSize(chain.batch() == 1 ? 0 : WINDOW_BYTES);
      factory.setBlockOnDurableSend(false);
      factory.setTransactionBatchSize(chain.batch());
      try (Connection connection = factory.createConnection()) {
        connection.start();
        fill(connection, name, chain);
        AtomicLong ended = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(chain.workers() * Chain.STAGES);
        try {
          watch.start();
          List<Future<?>> workers = new ArrayList<>();
          for (int i = 0; i < chain.workers(); i++) {
            for (int stage = 0; stage < Chain.STAGES; stage++) {
              int from = stage;
              workers.add(threads.submit(() -> work(connection, name, from, chain, ended)));
            }
          }
          for (Future<?> each : workers) {
            each.get();
          }
          watch.stop();
        } finally {
          threads.shutdownNow();
        }
      }
    }
  }

  private static void fill(Connection connection, String name, Chain chain) throws JMSException {
    try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(name + 0))) {
      byte[] body = Chain.body();
      for (int i = 1; i <= chain.tasks(); i++) {
        producer.send(message(session, body));
        if (i % 1000 == 0) {
          session.commit();
        }
      }
      session.commit();
    }
  }

  private static BytesMessage message(Session session, byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  private static Void work(
      Connection connection, String name, int stage, Chain chain, AtomicLong ended)
      throws JMSException {
    boolean last = stage == Chain.STAGES - 1;
    try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
      Queue next = session.createQueue(name + (stage + 1));
      try (MessageConsumer consumer = session.createConsumer(session.createQueue(name + stage));
          MessageProducer producer = last ? null : session.createProducer(next)) {
        while (ended.get() < chain.tasks()) {
          int got = 0;
          BytesMessage received = (BytesMessage) consumer.receive(10);
          while (received != null) {
            byte[] body = new byte[(int) received.getBodyLength()];
            received.readBytes(body);
            if (!last) {
              producer.send(message(session, body));
            }
            received = ++got < chain.batch() ? (BytesMessage) consumer.receiveNoWait() : null;
          }
          if (got > 0) {
            session.commit();
            if (last) {
              ended.addAndGet(got);
            }
          }
        }
      }
    }
    return null;
  }
}
