package org.millrace.engine.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Emission;

/** Every task's way to the transport of its stage. Thread-safe once all have been added. */
public final class Transports {
  private final Function<String, String> transportOf;
  private final Map<String, Transport> transports = new LinkedHashMap<>();

  /**
   * @param transportOf given a stage, the name of its transport
   */
  public Transports(Function<String, String> transportOf) {
    this.transportOf = transportOf;
  }

  public void add(Transport transport) {
    transports.put(transport.name(), transport);
  }

  /**
   * The transport that a stage's tasks travel by.
   *
   * @throws IllegalStateException this process does not have it
   */
  public Transport of(String stage) {
    String name = transportOf.apply(stage);
    Transport transport = transports.get(name);
    if (transport == null) {
      throw new IllegalStateException(
          "stage:"
              + stage
              + ": transport "
              + name
              + " is not set up here (there are "
              + String.join(", ", transports.keySet())
              + ")");
    }
    return transport;
  }

  /** See {@link Transport#send}. */
  public void send(List<Envelope> tasks) {
    Map<Transport, List<Envelope>> byTransport = new LinkedHashMap<>();
    for (Envelope each : tasks) {
      byTransport
          .computeIfAbsent(of(each.lane().stage()), transport -> new ArrayList<>())
          .add(each);
    }
    byTransport.forEach(Transport::send);
  }

  /** Sends new messages to a job's lanes. */
  public void send(long jobId, String queue, List<Emission> emissions) {
    send(emissions.stream().map(each -> Envelope.of(jobId, queue, each)).toList());
  }

  /** See {@link Transport#open}. */
  public LaneConsumer open(Lease lease) {
    return of(lease.lane().stage()).open(lease);
  }

  /** See {@link Transport#exchange}. */
  public int exchange() {
    return transports.values().stream().mapToInt(Transport::exchange).sum();
  }

  /** See {@link Transport#move}. */
  public boolean move(long jobId, String from, String to) {
    boolean over = true;
    for (Transport each : transports.values()) {
      over &= each.move(jobId, from, to);
    }
    return over;
  }

  /** See {@link Transport#purge}. */
  public void purge(long jobId, String queue) {
    transports.values().forEach(each -> each.purge(jobId, queue));
  }

  public Collection<Transport> all() {
    return List.copyOf(transports.values());
  }
}
