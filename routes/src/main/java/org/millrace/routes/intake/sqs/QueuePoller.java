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

  /** After a failure. */
  static final Duration REST = Duration.ofSeconds(5);

  private static final long STOP_SECONDS = 5;

  private final String name;
  private final SqsQueue queue;
  private final Handler handler;
  private final Duration rest;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean waiting;

  /** What was said of it last, while that goes on. */
  private String trouble;

  private QueuePoller(String name, SqsQueue queue, Handler handler, Duration rest) {
    this.name = name;
    this.queue = queue;
    this.handler = handler;
    this.rest = rest;
    this.thread = new Thread(this::run, "sqs-" + name);
    thread.setDaemon(true);
  }

  static QueuePoller start(String name, SqsQueue queue, Handler handler, Duration rest) {
    QueuePoller poller = new QueuePoller(name, queue, handler, rest);
    poller.thread.start();
    return poller;
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        waiting = true;
        List<Message> messages = queue.receive();
        waiting = false;
        trouble = null;
        // What came after the end comes again, here or to another.
        if (!messages.isEmpty() && closing.getCount() > 0) {
          List<Verdict> verdicts = handler.handle(messages);
          queue.settle(messages, verdicts);
          if (verdicts.contains(Verdict.LATER)) {
            rest();
          }
        }
      } catch (RuntimeException e) {
        waiting = false;
        if (closing.getCount() > 0) {
          say(e.getMessage());
          rest();
        }
      }
    }
  }

  /** Once, since a key that is refused is so every time. */
  private void say(String message) {
    if (!String.valueOf(message).equals(trouble)) {
      trouble = String.valueOf(message);
      LOG.warn("source {}: its SQS queue is read again every {}: {}", name, rest, message);
    }
  }

  private void rest() {
    try {
      closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  /** What is in hand is taken or left whole; a poll that waits is left to itself. */
  @Override
  public void close() {
    closing.countDown();
    if (waiting) {
      // A request that waits for its answer cannot be broken off.
      return;
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
