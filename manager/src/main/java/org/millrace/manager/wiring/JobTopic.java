package org.millrace.manager.wiring;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.announce.Announcer;
import org.millrace.engine.transport.StoreLostException;
import org.millrace.engine.transport.push.Broker;

/** Publishes jobs' ends to all who subscribe to an address of the broker. */
final class JobTopic implements Announcer.Topic {
  private static final String ADDRESS = "millrace.jobs";

  private final Broker broker;

  JobTopic(Broker broker) {
    this.broker = broker;
  }

  @Override
  public void publish(String json) {
    // A session a message: jobs end seldom, and an idle one would keep the broker busy.
    try (ClientSession session = broker.session()) {
      SimpleString address = SimpleString.of(ADDRESS);
      if (!session.addressQuery(address).isExists()) {
        session.createAddress(address, RoutingType.MULTICAST, false);
      }
      try (ClientProducer producer = session.createProducer(address)) {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
        message.setRoutingType(RoutingType.MULTICAST);
        message.putStringProperty("contentType", "application/json");
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(json));
        producer.send(message);
        session.commit();
      }
    } catch (ActiveMQException e) {
      throw new StoreLostException(e);
    }
  }
}
