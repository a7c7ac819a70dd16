package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.millrace.engine.transport.sqs.SqsAccess;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The limit of the SQS server: receive up to ten, send them to the next queue, delete them, three
 * requests. What dies between the second and the third is there twice, and nobody knows.
 */
final class HandSqs implements Contender {
  private static final int MOST = 10;

  private final Servers servers;

  HandSqs(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    try (SqsClient sqs = SqsAccess.local(servers.sqs()).connect()) {
      String name = servers.name();
      List<String> queues = new ArrayList<>();
      for (int stage = 0; stage < Chain.STAGES; stage++) {
        String queue = name + "-" + stage;
        queues.add(sqs.createQueue(q -> q.queueName(queue)).queueUrl());
      }
      String body = new String(Chain.body(), java.nio.charset.StandardCharsets.US_ASCII);
      for (int sent = 0; sent < chain.tasks(); sent += MOST) {
        send(sqs, queues.get(0), body, Math.min(MOST, chain.tasks() - sent));
      }
      AtomicLong ended = new AtomicLong();
      ExecutorService threads = Executors.newFixedThreadPool(chain.workers() * Chain.STAGES);
      try {
        watch.start();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < chain.workers(); i++) {
          for (int stage = 0; stage < Chain.STAGES; stage++) {
            int from = stage;
            workers.add(threads.submit(() -> work(sqs, queues, from, chain, ended, watch)));
          }
        }
        for (Future<?> each : workers) {
          each.get();
        }
      } finally {
        threads.shutdownNow();
        queues.forEach(each -> sqs.deleteQueue(q -> q.queueUrl(each)));
      }
    }
  }

  private static Void work(
      SqsClient sqs, List<String> queues, int stage, Chain chain, AtomicLong ended, Watch watch)
      throws IOException {
    boolean last = stage == Chain.STAGES - 1;
    int most = Math.min(MOST, chain.batch());
    while (ended.get() < chain.tasks()) {
      List<Message> messages =
          sqs.receiveMessage(
                  q -> q.queueUrl(queues.get(stage)).maxNumberOfMessages(most).waitTimeSeconds(1))
              .messages();
      if (!messages.isEmpty()) {
        if (!last) {
          send(sqs, queues.get(stage + 1), messages.get(0).body(), messages.size());
        }
        sqs.deleteMessageBatch(q -> q.queueUrl(queues.get(stage)).entries(deletions(messages)));
        // Others may still wait for messages that will not come.
        if (last && ended.addAndGet(messages.size()) == chain.tasks()) {
          watch.stop();
        }
      }
    }
    return null;
  }

  private static void send(SqsClient sqs, String url, String body, int count) {
    sqs.sendMessageBatch(
        q ->
            q.queueUrl(url)
                .entries(
                    IntStream.range(0, count)
                        .mapToObj(
                            i ->
                                SendMessageBatchRequestEntry.builder()
                                    .id(Integer.toString(i))
                                    .messageBody(body)
                                    .build())
                        .toList()));
  }

  private static List<DeleteMessageBatchRequestEntry> deletions(List<Message> messages) {
    return IntStream.range(0, messages.size())
        .mapToObj(
            i ->
                DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .receiptHandle(messages.get(i).receiptHandle())
                    .build())
        .toList();
  }
}
