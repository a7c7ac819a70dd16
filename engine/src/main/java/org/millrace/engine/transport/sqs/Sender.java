package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.millrace.engine.transport.Packing;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages to their lanes' queues, ten at a time. Thread-safe. */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  static final int AT_ONCE = 10;

  /** A message. */
  static final int LARGEST = 1024 * 1024;

  /**
   * Messages of one request: what every server takes, and Amazon bills by 64 KiB, not by requests.
   */
  static final int LARGEST_BATCH = 256 * 1024;

  private final Supplier<SqsClient> sqs;
  private final Queues queues;
  private final Codec codec;
  private final boolean fifo;

  /**
   * @param accepted what SQS has for good
   * @param refused what it never will, and why; anything else may be sent again
   */
  record Sent(List<Packing.Row> accepted, Map<Packing.Row, String> refused) {
    private void add(Sent other) {
      accepted.addAll(other.accepted);
      refused.putAll(other.refused);
    }
  }

  private record Item(Packing.Row row, String text) {}

  Sender(Supplier<SqsClient> sqs, Queues queues, Codec codec, boolean fifo) {
    this.sqs = sqs;
    this.queues = queues;
    this.codec = codec;
    this.fifo = fifo;
  }

  /**
   * Sends all, and answers what became of them; of FIFO queues in the order given, for each lane.
   * One that is neither accepted nor refused may be sent again.
   *
   * @param threads send batches at once
   * @param sent told once, also before a failure, so that what was accepted is not sent again
   * @throws software.amazon.awssdk.core.exception.SdkException SQS is out of reach or refuses us
   */
  void send(List<Packing.Row> rows, Executor threads, Consumer<Sent> sent) {
    Map<Lane, List<Item>> byLane = new LinkedHashMap<>();
    Sent all = new Sent(new ArrayList<>(), new LinkedHashMap<>());
    for (Packing.Row each : rows) {
      Lane lane = each.envelope().lane();
      String text = codec.text(queues.names().of(lane), each);
      if (text.length() > LARGEST) {
        all.refused()
            .put(each, "SQS takes messages of 1 MiB, this has " + text.length() + " bytes");
      } else {
        byLane.computeIfAbsent(lane, key -> new ArrayList<>()).add(new Item(each, text));
      }
    }
    RuntimeException failure = null;
    for (CompletableFuture<Sent> each : begin(byLane, threads)) {
      try {
        all.add(each.join());
      } catch (CompletionException e) {
        failure = (RuntimeException) e.getCause();
      }
    }
    sent.accept(all);
    if (failure != null) {
      throw failure;
    }
  }

  private List<CompletableFuture<Sent>> begin(Map<Lane, List<Item>> byLane, Executor threads) {
    List<CompletableFuture<Sent>> begun = new ArrayList<>();
    byLane.forEach(
        (lane, items) -> {
          CompletableFuture<Sent> before = CompletableFuture.completedFuture(null);
          for (List<Item> batch : batches(items)) {
            // Where the order counts the next batch waits, and is not sent when this one fails.
            before =
                fifo
                    ? before.thenApplyAsync(sent -> send(lane, batch), threads)
                    : CompletableFuture.supplyAsync(() -> send(lane, batch), threads);
            begun.add(before);
          }
        });
    return begun;
  }

  private Sent send(Lane lane, List<Item> batch) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Item each : batch) {
      entries.add(entry(Integer.toString(entries.size()), each));
    }
    SendMessageBatchResponse response;
    try {
      String url = queues.url(lane);
      response = sqs.get().sendMessageBatch(batchOf -> batchOf.queueUrl(url).entries(entries));
    } catch (QueueDoesNotExistException removed) {
      queues.forget(lane);
      return new Sent(List.of(), Map.of());
    }
    List<Packing.Row> accepted = new ArrayList<>();
    response.successful().forEach(each -> accepted.add(at(batch, each.id())));
    Map<Packing.Row, String> refused = new LinkedHashMap<>();
    for (BatchResultErrorEntry each : response.failed()) {
      if (each.senderFault()) {
        refused.put(at(batch, each.id()), "SQS refuses it: " + each.code() + " " + each.message());
      } else {
        LOG.warn("SQS did not take a message of {} and gets it again: {}", lane, each.code());
      }
    }
    return new Sent(accepted, refused);
  }

  private SendMessageBatchRequestEntry entry(String id, Item item) {
    var task = item.row().envelope().task();
    var entry = SendMessageBatchRequestEntry.builder().id(id).messageBody(item.text());
    if (fifo) {
      entry
          .messageGroupId(Long.toString(task.jobId()))
          // Of this sending: where a job was moved away and back, SQS must not take it for a copy.
          .messageDeduplicationId(task.uid() + "-" + task.id());
    }
    return entry.build();
  }

  private static Packing.Row at(List<Item> batch, String id) {
    return batch.get(Integer.parseInt(id)).row();
  }

  private static List<List<Item>> batches(List<Item> items) {
    List<List<Item>> batches = new ArrayList<>();
    List<Item> batch = new ArrayList<>();
    int size = 0;
    for (Item each : items) {
      int length = each.text().length();
      if (batch.size() == AT_ONCE || !batch.isEmpty() && size + length > LARGEST_BATCH) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(each);
      size += length;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
