package org.millrace.manager.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.transport.push.Broker;
import org.millrace.manager.embedded.EmbeddedBroker;

class JobTopicIT {
  @TempDir Path folder;

  @Test
  void allWhoSubscribeGetTheBodyAndForNobodyNothingIsKept() throws Exception {
    try (EmbeddedBroker embedded = new EmbeddedBroker(folder, "correct horse");
        Broker broker = new Broker(embedded::address, () -> true, Duration.ofSeconds(10))) {
      JobTopic topic = new JobTopic(broker);
      topic.publish("{\"id\":1}");
      try (ClientSession session = broker.session()) {
        for (String name : new String[] {"ann", "bob"}) {
          session.createQueue(
              QueueConfiguration.of(name)
                  .setAddress("millrace.jobs")
                  .setRoutingType(RoutingType.MULTICAST)
                  .setDurable(true));
        }
        topic.publish("{\"id\":2}");
        for (String name : new String[] {"ann", "bob"}) {
          ClientConsumer consumer = session.createConsumer(name);
          ClientMessage message = consumer.receive(5_000);
          assertThat(message.getBodyBuffer().readNullableSimpleString().toString())
              .isEqualTo("{\"id\":2}");
          assertThat(message.isDurable()).isTrue();
          assertThat(consumer.receiveImmediate()).isNull();
        }
        assertThat(session.queueQuery(SimpleString.of("DLQ")).getMessageCount()).isZero();
      }
    }
  }
}
