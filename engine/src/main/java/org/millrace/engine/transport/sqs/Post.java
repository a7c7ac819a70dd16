package org.millrace.engine.transport.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.millrace.engine.db.Database;
import org.millrace.engine.transport.Envelope;
import org.millrace.engine.transport.Outbox;
import org.millrace.engine.transport.Packing;
import org.millrace.scheduling.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings tasks from the outbox to SQS, from threads of its own. Each process sends what it wrote,
 * as soon as that is committed, so none waits for another and no row is sent by two. What is
 * overdue, since its process died, the leader's takes over. Where queues are FIFO the leader's
 * process sends all: several would not keep the order. Thread-safe.
 */
final class Post implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Post.class);

  private static final int AT_ONCE = 200;

  /** Requests at once. */
  private static final int THREADS = 8;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The leader looks for what is overdue so many times in the time after which it is. */
  private static final int LOOKS = 5;

  private static final long LAST_SECONDS = 5;
  private static final long FULL_MILLIS = 20;

  private enum Round {
    DONE,
    MORE,
    /** What is left is for queues that have enough. */
    FULL,
    STUCK
  }

  private final Database db;
  private final Outbox outbox;
  private final Sender sender;
  private final SqsSettings settings;
  private final Room room;
  private final Packing packing;
  private final BiConsumer<Packing.Row, String> bury;

  /** Whose rows this process sends; another after a restart. */
  private final UUID me = UUID.randomUUID();

  private final Semaphore bell = new Semaphore(0);
  private final AtomicInteger moved = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private ExecutorService threads;
  private long looked = System.nanoTime();
  private boolean away;

  /**
   * @param packing says which tasks share a message
   * @param bury what becomes, in a transaction, of what SQS will never take, and why
   */
  Post(
      Database db,
      Outbox outbox,
      Sender sender,
      SqsSettings settings,
      Room room,
      Packing packing,
      BiConsumer<Packing.Row, String> bury) {
    this.db = db;
    this.outbox = outbox;
    this.sender = sender;
    this.settings = settings;
    this.room = room;
    this.packing = packing;
    this.bury = bury;
  }

  /** Within the caller's transaction. */
  void add(List<Envelope> tasks) {
    addRows(packing.pack(tasks));
  }

  /** The same of what is to be sent as it is. */
  void addRows(List<Packing.Row> rows) {
    if (settings.fifo()) {
      outbox.add(rows, null);
    } else {
      outbox.add(rows, me);
      db.afterCompletion(this::ring);
    }
  }

  void drop(long jobId) {
    outbox.drop(jobId);
  }

  /**
   * Sends what no other process does. Called by the leader alone; waits for nothing.
   *
   * @return how many messages this process has sent since the last call
   */
  int lead() {
    if (settings.fifo()) {
      ring();
    } else if (System.nanoTime() - looked > settings.overdue().toNanos() / LOOKS) {
      looked = System.nanoTime();
      if (outbox.adopt(me, AT_ONCE, settings.overdue()) > 0) {
        ring();
      }
    }
    return moved.getAndSet(0);
  }

  private synchronized void ring() {
    if (closing.getCount() == 0) {
      return;
    }
    if (threads == null) {
      threads = Executors.newFixedThreadPool(1 + THREADS, Post::thread);
      threads.execute(this::work);
    }
    bell.release();
  }

  private void work() {
    try {
      boolean last = false;
      while (!last) {
        bell.acquire();
        bell.drainPermits();
        Round round = round();
        while (round == Round.MORE || round == Round.FULL && closing.getCount() > 0) {
          if (round == Round.FULL) {
            closing.await(FULL_MILLIS, TimeUnit.MILLISECONDS);
          }
          round = round();
        }
        last = closing.getCount() == 0;
        if (round == Round.STUCK && !last) {
          closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
          if (!settings.fifo()) {
            // Elsewhere the leader rings, as long as that is this process.
            bell.release();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  private Round round() {
    try {
      Set<Lane> full = room.full();
      List<Packing.Row> oldest = outbox.oldest(AT_ONCE, settings.fifo() ? null : me, full);
      if (oldest.isEmpty()) {
        return full.isEmpty() ? Round.DONE : Round.FULL;
      }
      List<Packing.Row> fitting = room.fitting(oldest);
      if (fitting.isEmpty()) {
        return Round.MORE;
      }
      int[] ended = {0};
      sender.send(fitting, threads, sent -> ended[0] = note(sent));
      moved.addAndGet(ended[0]);
      if (away) {
        away = false;
        LOG.info("SQS takes tasks again");
      }
      return ended[0] > 0 ? Round.MORE : Round.STUCK;
    } catch (RuntimeException e) {
      if (!away && closing.getCount() > 0) {
        away = true;
        LOG.warn("Could not send tasks to SQS, trying again each second: {}", e.getMessage());
      }
      return Round.STUCK;
    }
  }

  private int note(Sender.Sent sent) {
    List<Packing.Row> ended = new ArrayList<>(sent.accepted());
    ended.addAll(sent.refused().keySet());
    db.inTransaction(
        () -> {
          sent.refused().forEach(bury);
          outbox.forget(ended);
        });
    return ended.size();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sqs-post");
    thread.setDaemon(true);
    return thread;
  }

  /** Sends what is left, for a while; the rest is the leader's. */
  @Override
  public void close() {
    synchronized (this) {
      closing.countDown();
      if (threads == null) {
        return;
      }
      bell.release();
    }
    try {
      if (!over.await(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Tasks that SQS has not taken in {} s are sent by the leader", LAST_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
