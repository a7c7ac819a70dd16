package org.millrace.benchmarks.transports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * The limit on a file-append journal: a transacted core session for each worker and stage receives
 * a batch, sends the next, commits.
 */
final class HandArtemis implements Contender {
  private static final int WINDOW_BYTES = 1 << 20;

  private final Servers servers;

  HandArtemis(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    String name = servers.name();
    try (ServerLocator locator = ActiveMQClient.createServerLocator(servers.artemis())) {
      locator.setBlockOnDurableSend(false).setBlockOnNonDurableSend(false);
      locator.setConsumerWindowSize(chain.batch() == 1 ? 0 : WINDOW_BYTES);
      try (ClientSessionFactory factory = locator.createSessionFactory()) {
        fill(factory, name, chain);
        AtomicLong ended = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(chain.workers() * Chain.STAGES);
        try {
          watch.start();
          List<Future<?>> workers = new ArrayList<>();
          for (int i = 0; i < chain.workers(); i++) {
            for (int stage = 0; stage < Chain.STAGES; stage++) {
              int from = stage;
              workers.add(threads.submit(() -> work(factory, name, from, chain, ended)));
            }
          }
          for (Future<?> each : workers) {
            each.get();
          }
          watch.stop();
        } finally {
          threads.shutdownNow();
          clean(factory, name);
        }
      }
    }
  }

  private static void fill(ClientSessionFactory factory, String name, Chain chain)
      throws Exception {
    try (ClientSession session = factory.createSession(false, false)) {
      for (int stage = 0; stage < Chain.STAGES; stage++) {
        session.createQueue(
            QueueConfiguration.of(name + stage).setRoutingType(RoutingType.ANYCAST));
      }
      ClientProducer producer = session.createProducer(name + 0);
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

  private static ClientMessage message(ClientSession session, byte[] body) {
    ClientMessage message = session.createMessage(true);
    message.getBodyBuffer().writeBytes(body);
    return message;
  }

  private static Void work(
      ClientSessionFactory factory, String name, int stage, Chain chain, AtomicLong ended)
      throws Exception {
    boolean last = stage == Chain.STAGES - 1;
    try (ClientSession session = factory.createSession(false, false, chain.batch())) {
      ClientConsumer consumer = session.createConsumer(name + stage);
      ClientProducer producer = last ? null : session.createProducer(name + (stage + 1));
      session.start();
      while (ended.get() < chain.tasks()) {
        int got = 0;
        ClientMessage message = consumer.receive(10);
        while (message != null) {
          byte[] body = new byte[message.getBodySize()];
          message.getBodyBuffer().readBytes(body);
          message.acknowledge();
          if (!last) {
            producer.send(message(session, body));
          }
          message = ++got < chain.batch() ? consumer.receiveImmediate() : null;
        }
        if (got > 0) {
          session.commit();
          if (last) {
            ended.addAndGet(got);
          }
        }
      }
    }
    return null;
  }

  private static void clean(ClientSessionFactory factory, String name) throws Exception {
    try (ClientSession session = factory.createSession()) {
      for (int stage = 0; stage < Chain.STAGES; stage++) {
        session.deleteQueue(name + stage);
      }
    }
  }
}
