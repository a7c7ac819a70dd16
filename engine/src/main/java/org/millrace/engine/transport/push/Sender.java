package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.scheduling.Lane;

/**
 * Sends within one session's transaction, which {@link #commit} ends: the session's own would leave
 * out what waits here. What is sent in one go finds the broker's threads awake, where each message
 * alone would wake them anew. Used by one thread.
 */
final class Sender {
  /** Property of a task's message that a broker's tools, and filters, can see. */
  static final String JOB = "job";

  /** How many tasks a message holds, where it is not one. */
  static final String TASKS = "tasks";

  private static final int LONGEST_ERROR = 2000;
  private static final int MOST_BYTES = 1024 * 1024;

  private final Broker broker;
  private final ClientSession session;
  private final ClientProducer producer;
  private final TaskCodec codec;
  private final Map<Lane, Destinations> names = new HashMap<>();

  /** Those whose queues were looked for since the last flush. */
  private final Map<Lane, Destinations> there = new HashMap<>();

  private final List<Ready> ready = new ArrayList<>();
  private int readyBytes;

  private record Ready(String destination, ClientMessage message) {}

  Sender(Broker broker, ClientSession session, TaskCodec codec) throws ActiveMQException {
    this.broker = broker;
    this.session = session;
    this.producer = session.createProducer();
    this.codec = codec;
  }

  /** Ends the session's transaction with all that was sent in it. */
  void commit() throws ActiveMQException {
    flush();
    session.commit();
  }

  /** In the order in which it was made ready. */
  private void flush() throws ActiveMQException {
    for (Ready each : ready) {
      producer.send(each.destination(), each.message());
    }
    ready.clear();
    readyBytes = 0;
    there.clear();
  }

  /**
   * @param message told apart from other publications of the same task by this; null where the
   *     transaction makes it the only one
   */
  void task(Envelope envelope, UUID message) throws ActiveMQException {
    row(Packing.Row.of(envelope), message);
  }

  /** The same of several tasks that share a message. */
  void row(Packing.Row row, UUID message) throws ActiveMQException {
    Envelope envelope = row.envelope();
    Destinations lane = made(envelope.lane());
    Task task = envelope.task();
    String destination = task.solo() ? lane.solo() : lane.main();
    ClientMessage out = message();
    out.putLongProperty(JOB, task.jobId());
    if (row.tasks() > 1) {
      out.putIntProperty(TASKS, row.tasks());
    }
    send(
        destination,
        out,
        codec.write(destination, new TaskCodec.Sealed(task, message, row.tasks())));
  }

  /** A copy for the broker's own tools: without a seal, so that it is never run from there. */
  void dead(Lane lane, Task task) throws ActiveMQException {
    Destinations to = made(lane);
    ClientMessage out = message();
    out.putLongProperty(JOB, task.jobId());
    out.putStringProperty("task", task.uid().toString());
    out.putStringProperty("stage", lane.stage());
    out.putStringProperty("queue", lane.queue());
    out.putIntProperty("attempts", task.attempt());
    out.putStringProperty("contentType", task.body().contentType());
    out.putStringProperty("error", brief(task.failures().get(task.failures().size() - 1).error()));
    send(to.dead(), out, task.body().bytes());
  }

  /** What lay in a lane and is no task, where a person can look at it. */
  void refused(Destinations lane, byte[] body, String reason) throws ActiveMQException {
    ClientMessage out = message();
    out.putStringProperty("error", brief(reason));
    send(lane.dead(), out, body);
  }

  void settlement(byte[] json) throws ActiveMQException {
    broker.make(session, Destinations.SETTLED, true);
    send(Destinations.SETTLED, message(), json);
  }

  private void send(String destination, ClientMessage message, byte[] body)
      throws ActiveMQException {
    message.getBodyBuffer().writeBytes(body);
    ready.add(new Ready(destination, message));
    readyBytes += body.length;
    if (readyBytes > MOST_BYTES) {
      flush();
    }
  }

  /** A lane's queues, which are there from now on for a while. */
  private Destinations made(Lane lane) throws ActiveMQException {
    Destinations known = there.get(lane);
    if (known == null) {
      known = names.computeIfAbsent(lane, Destinations::of);
      broker.make(session, known);
      there.put(lane, known);
    }
    return known;
  }

  private ClientMessage message() {
    return session.createMessage(Message.BYTES_TYPE, true);
  }

  private static String brief(String text) {
    return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
  }
}
