package org.millrace.routes.intake.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.intake.Delivery;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.intake.StreamSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is at one source's address in batches: first the database commits, then the broker. A
 * stop between the two makes the broker deliver again what the database knows by its id. Used by
 * one thread.
 */
final class AddressReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressReader.class);

  private static final int BATCH = 500;
  private static final long BATCH_BYTES = 8L << 20;
  private static final int LARGEST = 16 << 20;
  private static final String REASON = "MillraceReason";

  private final ClientSession session;
  private final List<ClientConsumer> consumers = new ArrayList<>();
  private final ClientProducer dead;
  private final Addresses at;

  AddressReader(ClientSession session, Addresses at) throws ActiveMQException {
    this.session = session;
    this.at = at;
    at.make(session);
    consumers.add(session.createConsumer(at.queue()));
    consumers.add(session.createConsumer(at.topic()));
    this.dead = session.createProducer(at.dead());
  }

  /**
   * Takes what is there.
   *
   * @param waitMillis for the first message
   * @return how many messages
   */
  int take(MessageIntake intake, StreamSource source, long waitMillis) throws ActiveMQException {
    List<Delivery> deliveries = new ArrayList<>();
    long bytes = 0;
    int count = 0;
    ClientMessage message = next(waitMillis);
    while (message != null) {
      count++;
      bytes += message.getBodySize();
      message.acknowledge();
      Optional<String> refusal = refusal(message);
      if (refusal.isPresent()) {
        bury(message, source, refusal.get());
      } else {
        deliveries.add(Incoming.delivery(message));
      }
      message = count < BATCH && bytes < BATCH_BYTES ? next(0) : null;
    }
    if (count > 0) {
      settle(intake, source, deliveries);
    }
    return count;
  }

  private ClientMessage next(long waitMillis) throws ActiveMQException {
    for (ClientConsumer consumer : consumers) {
      ClientMessage message = consumer.receiveImmediate();
      if (message != null) {
        return message;
      }
    }
    return waitMillis > 0 ? consumers.get(0).receive(waitMillis) : null;
  }

  private static Optional<String> refusal(ClientMessage message) {
    return message.getBodySize() > LARGEST
        ? Optional.of("must be at most " + LARGEST + " bytes long: send it as an object")
        : Incoming.refusal(message);
  }

  private void settle(MessageIntake intake, StreamSource source, List<Delivery> deliveries)
      throws ActiveMQException {
    try {
      if (!deliveries.isEmpty()) {
        intake.accept(source, deliveries);
      }
    } catch (RuntimeException e) {
      session.rollback();
      throw e;
    }
    session.commit();
  }

  /** Beside its address, in the transaction that takes it from there. */
  private void bury(ClientMessage message, StreamSource source, String reason)
      throws ActiveMQException {
    LOG.warn(
        "source {}: message {} goes to {}: {}",
        source.name(),
        message.getMessageID(),
        at.dead(),
        reason);
    ClientMessage copy = session.createMessage(message.getType(), true);
    message.getPropertyNames().stream()
        .filter(name -> !name.toString().startsWith("_AMQ"))
        .forEach(name -> copy.putObjectProperty(name, message.getObjectProperty(name)));
    byte[] body = new byte[message.getBodyBuffer().readableBytes()];
    message.getBodyBuffer().readBytes(body);
    copy.getBodyBuffer().writeBytes(body);
    copy.putStringProperty(REASON, "source " + source.name() + ": body " + reason);
    dead.send(copy);
  }

  @Override
  public void close() throws ActiveMQException {
    session.close();
  }
}
