package org.millrace.engine.transport.push;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.scheduling.Lane;

/** Sends within one session's transaction. Used by one thread. */
final class Sender {
  /** Property of a task's message that a broker's tools, and filters, can see. */
  static final String JOB = "job";

  private static final int LONGEST_ERROR = 2000;

  private final Broker broker;
  private final ClientSession session;
  private final ClientProducer producer;
  private final TaskCodec codec;
  private final Map<Lane, Destinations> names = new HashMap<>();

  Sender(Broker broker, ClientSession session, TaskCodec codec) throws ActiveMQException {
    this.broker = broker;
    this.session = session;
    this.producer = session.createProducer();
    this.codec = codec;
  }

  /**
   * @param message told apart from other publications of the same task by this; null where the
   *     transaction makes it the only one
   */
  void task(Envelope envelope, UUID message) throws ActiveMQException {
    Destinations lane = made(envelope.lane());
    Task task = envelope.task();
    String destination = task.solo() ? lane.solo() : lane.main();
    ClientMessage out = message();
    out.putLongProperty(JOB, task.jobId());
    out.getBodyBuffer().writeBytes(codec.write(destination, new TaskCodec.Sealed(task, message)));
    producer.send(destination, out);
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
    out.getBodyBuffer().writeBytes(task.body().bytes());
    producer.send(to.dead(), out);
  }

  /** What lay in a lane and is no task, where a person can look at it. */
  void refused(Destinations lane, byte[] body, String reason) throws ActiveMQException {
    ClientMessage out = message();
    out.putStringProperty("error", brief(reason));
    out.getBodyBuffer().writeBytes(body);
    producer.send(lane.dead(), out);
  }

  void settlement(byte[] json) throws ActiveMQException {
    broker.make(session, Destinations.SETTLED, true);
    ClientMessage out = message();
    out.getBodyBuffer().writeBytes(json);
    producer.send(Destinations.SETTLED, out);
  }

  /** A lane's queues, which are there from now on for a while. */
  private Destinations made(Lane lane) throws ActiveMQException {
    Destinations known = names.computeIfAbsent(lane, Destinations::of);
    broker.make(session, known);
    return known;
  }

  private ClientMessage message() {
    return session.createMessage(Message.BYTES_TYPE, true);
  }

  private static String brief(String text) {
    return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
  }
}
