package org.millrace.routes.intake.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Where a source's messages come in. An address has two queues, for clients send in two ways: to a
 * queue (JMS, AMQP, STOMP) or to a topic, as all MQTT clients do. What says neither goes to the
 * first alone: the second takes only what says that it is for a topic.
 *
 * @param queue named as the address
 */
record Addresses(String address, String queue, String topic, String dead) {
  private static final String PREFIX = "millrace.in.";
  private static final String DEAD = "DLQ.";

  /** Multicast's byte in a message's own notes. */
  private static final String FOR_A_TOPIC = "_AMQ_ROUTING_TYPE = 0";

  static Addresses of(String source) {
    String address = PREFIX + source;
    return new Addresses(address, address, address + "!topic", DEAD + address);
  }

  /** Makes what is not there; all of it lasts. */
  void make(ClientSession session) throws ActiveMQException {
    make(session, queue, address, RoutingType.ANYCAST, null);
    make(session, topic, address, RoutingType.MULTICAST, FOR_A_TOPIC);
    make(session, dead, dead, RoutingType.ANYCAST, null);
  }

  private static void make(
      ClientSession session, String queue, String address, RoutingType type, String filter)
      throws ActiveMQException {
    if (session.queueQuery(SimpleString.of(queue)).isExists()) {
      return;
    }
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(address)
            .setRoutingType(type)
            .setFilterString(filter)
            .setDurable(true)
            .setAutoDelete(false));
  }
}
