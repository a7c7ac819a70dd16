package org.millrace.benchmarks.transports;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * Plain Camel {@code jms: → jms:} in transactions of the session, with pooled connections: a commit
 * for each message.
 */
final class CamelJms implements Contender {
  private final Servers servers;
  private final boolean cached;

  /**
   * @param cached with consumers that stay, as its experts set it; else as its page says, where
   *     {@code transacted} alone makes a consumer for each message
   */
  CamelJms(Servers servers, boolean cached) {
    this.servers = servers;
    this.cached = cached;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    String queue = "jms:queue:" + servers.name();
    Finish finish = new Finish(chain, watch);
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(new ActiveMQConnectionFactory(servers.artemis()));
    pool.start();
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      fill(pool, queue.substring("jms:queue:".length()) + 1, chain);
      JmsComponent jms = new JmsComponent();
      jms.setConnectionFactory(pool);
      jms.setTransacted(true);
      if (cached) {
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
      }
      jms.setConcurrentConsumers(chain.workers());
      camel.addComponent("jms", jms);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(queue + 1).to(queue + 2);
              from(queue + 2).to(queue + 3);
              from(queue + 3).process(exchange -> finish.one());
            }
          });
      camel.getShutdownStrategy().setTimeout(5);
      watch.start();
      camel.start();
      finish.await();
    } finally {
      pool.stop();
    }
  }

  private static void fill(JmsPoolConnectionFactory pool, String name, Chain chain)
      throws JMSException {
    try (JMSContext context = pool.createContext(JMSContext.SESSION_TRANSACTED)) {
      Queue first = context.createQueue(name);
      JMSProducer producer = context.createProducer();
      byte[] body = Chain.body();
      for (int i = 0; i < chain.tasks(); i++) {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(body);
        producer.send(first, message);
      }
      context.commit();
    }
  }
}
