package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.PostgresChannelMessageStoreQueryProvider;
import org.springframework.integration.store.MessageGroupQueue;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Integration's queue channels in a JDBC store: receive and send in one transaction, a batch
 * at a time.
 */
final class SpringChannel implements Contender {
  private final Servers servers;

  SpringChannel(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    try (HikariDataSource source = servers.postgresql()) {
      Scripts.runResource(source, "/org/springframework/integration/jdbc/schema-postgresql.sql");
      JdbcChannelMessageStore store = new JdbcChannelMessageStore(source);
      store.setChannelMessageStoreQueryProvider(new PostgresChannelMessageStoreQueryProvider());
      store.afterPropertiesSet();
      List<QueueChannel> stages = new ArrayList<>();
      for (int i = 0; i < Chain.STAGES; i++) {
        stages.add(new QueueChannel(new MessageGroupQueue(store, "stage" + i)));
      }
      TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
      transaction.executeWithoutResult(
          status -> {
            for (int i = 0; i < chain.tasks(); i++) {
              stages.get(0).send(new GenericMessage<>(Chain.body()));
            }
          });
      ExecutorService threads = Executors.newFixedThreadPool(chain.workers());
      try {
        AtomicInteger ended = new AtomicInteger();
        watch.start();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < chain.workers(); i++) {
          workers.add(threads.submit(() -> work(stages, transaction, chain, ended)));
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

  private static void work(
      List<QueueChannel> stages,
      TransactionTemplate transaction,
      Chain chain,
      AtomicInteger ended) {
    while (ended.get() < chain.tasks()) {
      for (int stage = Chain.STAGES - 1; stage >= 0; stage--) {
        QueueChannel from = stages.get(stage);
        QueueChannel to = stage == Chain.STAGES - 1 ? null : stages.get(stage + 1);
        int moved = transaction.execute(status -> move(from, to, chain.batch()));
        if (to == null) {
          ended.addAndGet(moved);
        }
      }
    }
  }

  private static int move(QueueChannel from, QueueChannel to, int most) {
    for (int i = 0; i < most; i++) {
      Message<?> message = from.receive(0);
      if (message == null) {
        return i;
      }
      if (to != null) {
        to.send(message);
      }
    }
    return most;
  }
}
