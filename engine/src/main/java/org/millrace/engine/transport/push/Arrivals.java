package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.engine.transport.TaskCodec.Sealed;

/** Looks through what was received before any of it is run. Thread-safe. */
final class Arrivals {
  private final TaskCodec codec;
  private final EndedJobs ended;
  private final Inbox inbox;
  private final Suspects suspects;

  Arrivals(TaskCodec codec, EndedJobs ended, Inbox inbox, Suspects suspects) {
    this.codec = codec;
    this.ended = ended;
    this.inbox = inbox;
    this.suspects = suspects;
  }

  /**
   * @param fresh to be run
   * @param crashed were in a worker's hand before, and that did not end well
   * @param refused are no tasks of ours
   */
  record Sorted(List<Task> fresh, List<Task> crashed, List<byte[]> refused) {}

  private record Arrival(Sealed sealed, boolean again, long sentAt) {}

  /** What is neither of a job that has ended nor a copy. */
  Sorted sort(String destination, List<ClientMessage> messages) {
    Sorted sorted =
        new Sorted(new ArrayList<>(messages.size()), new ArrayList<>(), new ArrayList<>());
    List<Arrival> arrivals = new ArrayList<>(messages.size());
    for (ClientMessage each : messages) {
      byte[] body = body(each);
      Optional<Sealed> sealed = codec.read(destination, body);
      if (sealed.isEmpty()) {
        sorted.refused().add(body);
      } else {
        arrivals.add(new Arrival(sealed.get(), each.getDeliveryCount() > 1, each.getTimestamp()));
      }
    }
    Set<Long> over =
        ended.among(
            arrivals.stream()
                .map(each -> each.sealed().task().jobId())
                .collect(Collectors.toSet()));
    arrivals.removeIf(each -> over.contains(each.sealed().task().jobId()));
    Set<Sealed> copies =
        inbox.copies(
            arrivals.stream().map(Arrival::sealed).filter(each -> each.message() != null).toList());
    for (Arrival each : arrivals) {
      if (!copies.contains(each.sealed())) {
        for (Task task : Packing.unpack(each.sealed().task(), each.sealed().tasks())) {
          boolean was = each.again() || suspects.isOne(task);
          (was ? sorted.crashed() : sorted.fresh()).add(begun(task, each.sentAt()));
        }
      }
    }
    return sorted;
  }

  static byte[] body(ClientMessage message) {
    byte[] bytes = new byte[message.getBodySize()];
    message.getBodyBuffer().readBytes(bytes);
    return bytes;
  }

  /** An attempt counts from its begin. */
  private static Task begun(Task task, long sentAt) {
    return new Task(
        task.id(),
        task.uid(),
        task.jobId(),
        task.attempt() + 1,
        task.solo(),
        task.headers(),
        task.body(),
        task.failures(),
        sentAt);
  }
}
