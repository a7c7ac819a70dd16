package org.millrace.engine.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/** Every task's way to the transport of its stage. Thread-safe once all have been added. */
public final class Transports {
  private final Function<String, String> transportOf;
  private final Optional<LaneTransports> history;
  private final Map<String, Transport> transports = new LinkedHashMap<>();

  /**
   * For settings that never change.
   *
   * @param transportOf given a stage, the name of its transport
   */
  public Transports(Function<String, String> transportOf) {
    this.transportOf = transportOf;
    this.history = Optional.empty();
  }

  /**
   * @param transportOf given a stage, the name of its transport now
   * @param history so that what waits in a lane's earlier store is found when that changes
   */
  public Transports(Function<String, String> transportOf, LaneTransports history) {
    this.transportOf = transportOf;
    this.history = Optional.of(history);
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
      byTransport.computeIfAbsent(to(each.lane()), transport -> new ArrayList<>()).add(each);
    }
    byTransport.forEach(Transport::send);
  }

  /** Sends new messages to a job's lanes. */
  public void send(long jobId, String queue, List<Emission> emissions) {
    send(emissions.stream().map(each -> Envelope.of(jobId, queue, each)).toList());
  }

  /** The transport that a lane's tasks are sent by now, which is remembered of the lane. */
  public Transport to(Lane lane) {
    Transport transport = of(lane.stage());
    history.ifPresent(known -> known.note(lane, transport.name()));
    return transport;
  }

  /** See {@link Transport#open}. Takes what the lane was sent by other transports before, too. */
  public LaneConsumer open(Lease lease) {
    Transport today = of(lease.lane().stage());
    List<Supplier<LaneConsumer>> stores = new ArrayList<>();
    for (String name : history.map(known -> known.of(lease.laneId())).orElse(List.of())) {
      Transport earlier = transports.get(name);
      if (earlier != null && earlier != today) {
        stores.add(() -> earlier.open(lease));
      }
    }
    if (stores.isEmpty()) {
      return today.open(lease);
    }
    stores.add(() -> today.open(lease));
    return new DrainingConsumer(stores);
  }

  /** See {@link Transport#revoke}; of whatever transports the lease held tasks. */
  public int revoke(Lease lease, Function<Task, Outcome> crashed) {
    return transports.values().stream().mapToInt(each -> each.revoke(lease, crashed)).sum();
  }

  /** See {@link Transport#exchange}. */
  public int exchange() {
    return transports.values().stream().mapToInt(Transport::exchange).sum();
  }

  /** See {@link Transport#publish}. */
  public void publish() {
    transports.values().forEach(Transport::publish);
  }

  /** See {@link Transport#move}. */
  public boolean move(long jobId, String from, String to) {
    history.ifPresent(known -> known.follow(from, to));
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
