package org.millrace.routes.intake.sqs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/** Reads one queue on a thread of its own until it is closed. */
final class QueuePoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

  private static final Duration REST = Duration.ofSeconds(5);
  private static final long STOP_SECONDS = 5;

  private final String name;
  private final SqsQueue queue;
  private final Handler handler;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private QueuePoller(String name, SqsQueue queue, Handler handler) {
    this.name = name;
    this.queue = queue;
    this.handler = handler;
    this.thread = new Thread(this::run, "sqs-" + name);
    thread.setDaemon(true);
  }

  static QueuePoller start(String name, SqsQueue queue, Handler handler) {
    QueuePoller poller = new QueuePoller(name, queue, handler);
    poller.thread.start();
    return poller;
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        List<Message> messages = queue.receive();
        if (!messages.isEmpty()) {
          List<Verdict> verdicts = handler.handle(messages);
          queue.settle(messages, verdicts);
          if (verdicts.contains(Verdict.LATER)) {
            rest();
          }
        }
      } catch (RuntimeException e) {
        if (closing.getCount() > 0) {
          LOG.warn("source {}: its SQS queue is read again in {}: {}", name, REST, e.getMessage());
          rest();
        }
      }
    }
  }

  private void rest() {
    try {
      closing.await(REST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  /** What is in hand is taken or left whole; a poll that waits is broken off. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
