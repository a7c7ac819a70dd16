package org.millrace.routes.intake.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.intake.Delivery;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.intake.StreamSource;
import org.millrace.routes.intake.Blame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is at one source's address in batches: first the database commits, then the broker. A
 * stop between the two makes the broker deliver again what the database knows by its id. What
 * cannot be taken is put beside the address, and holds up nothing else. Used by one thread.
 */
final class AddressReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressReader.class);

  private static final int BATCH = 500;
  private static final long BATCH_BYTES = 8L << 20;
  private static final int LARGEST = 16 << 20;
  private static final String REASON = "MillraceReason";
  private static final int LONGEST_REASON = 1000;

  private final ClientSession session;
  private final List<ClientConsumer> consumers = new ArrayList<>();
  private final ClientProducer dead;
  private final Addresses at;

  /** A message as it came, and as the source gets it. */
  private record Received(ClientMessage message, Delivery delivery) {}

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
    List<Received> received = new ArrayList<>();
    long bytes = 0;
    int count = 0;
    ClientMessage message = next(waitMillis);
    while (message != null) {
      count++;
      bytes += message.getBodySize();
      message.acknowledge();
      Optional<String> refusal = refusal(message);
      if (refusal.isPresent()) {
        bury(message, source, "body " + refusal.get());
      } else {
        read(message, source).ifPresent(received::add);
      }
      message = count < BATCH && bytes < BATCH_BYTES ? next(0) : null;
    }
    if (count > 0) {
      settle(intake, source, received);
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

  private Optional<Received> read(ClientMessage message, StreamSource source)
      throws ActiveMQException {
    try {
      return Optional.of(new Received(message, Incoming.delivery(message)));
    } catch (RuntimeException e) {
      bury(message, source, "it cannot be read: " + e);
      return Optional.empty();
    }
  }

  private void settle(MessageIntake intake, StreamSource source, List<Received> received)
      throws ActiveMQException {
    try {
      if (!received.isEmpty()) {
        accept(intake, source, received);
      }
    } catch (RuntimeException e) {
      session.rollback();
      throw e;
    }
    session.commit();
  }

  private void accept(MessageIntake intake, StreamSource source, List<Received> received)
      throws ActiveMQException {
    try {
      intake.accept(source, received.stream().map(Received::delivery).toList());
    } catch (RuntimeException e) {
      if (Blame.of(e) == Blame.SYSTEM) {
        throw e;
      }
      oneByOne(intake, source, received);
    }
  }

  /**
   * What fails alone though others are taken is to blame itself, whatever the failure. What was
   * taken before a failure of the system comes again, and is known where it has an id.
   */
  private void oneByOne(MessageIntake intake, StreamSource source, List<Received> received)
      throws ActiveMQException {
    Map<Received, RuntimeException> failed = new LinkedHashMap<>();
    for (Received each : received) {
      try {
        intake.accept(source, List.of(each.delivery()));
      } catch (RuntimeException e) {
        if (Blame.of(e) == Blame.SYSTEM) {
          throw e;
        }
        failed.put(each, e);
      }
    }
    boolean noneTaken = failed.size() == received.size();
    for (Map.Entry<Received, RuntimeException> each : failed.entrySet()) {
      if (noneTaken && Blame.of(each.getValue()) == Blame.UNKNOWN) {
        throw each.getValue();
      }
      bury(
          each.getKey().message(), source, "it cannot be stored: " + Blame.reason(each.getValue()));
    }
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
    String text = "source " + source.name() + ": " + reason;
    copy.putStringProperty(
        REASON, text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
    if (message.getBodySize() > LARGEST) {
      sendByFile(message, copy);
    } else {
      message.getBodyBuffer().resetReaderIndex();
      byte[] body = new byte[message.getBodyBuffer().readableBytes()];
      message.getBodyBuffer().readBytes(body);
      copy.getBodyBuffer().writeBytes(body);
      dead.send(copy);
    }
  }

  /** It may be larger than memory. */
  private void sendByFile(ClientMessage message, ClientMessage copy) throws ActiveMQException {
    try {
      Path file = Files.createTempFile("millrace-refused-", null);
      try (OutputStream out = Files.newOutputStream(file)) {
        message.saveToOutputStream(out);
        try (InputStream in = Files.newInputStream(file)) {
          copy.setBodyInputStream(in);
          dead.send(copy);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws ActiveMQException {
    session.close();
  }
}
