package org.millrace.engine.transport.sqs;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.millrace.engine.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what containers have in hand hidden from others for as long as they work on it and their
 * leases hold, from a thread of its own. Thread-safe.
 */
final class Hiding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hiding.class);

  /** Two more tries before what was hidden comes to light. */
  private static final int PART = 3;

  private static final String HOLD =
      "select id from lease where id in (:epochs) and expires_at > current_timestamp";

  private final Database db;
  private final Set<Hand> hands = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  Hiding(Database db, Duration visibility) {
    this.db = db;
    this.timer = new ScheduledThreadPoolExecutor(1, Hiding::thread);
    long period = visibility.toMillis() / PART;
    timer.scheduleWithFixedDelay(this::extend, period, period, TimeUnit.MILLISECONDS);
  }

  void add(Hand hand) {
    hands.add(hand);
  }

  void remove(Hand hand) {
    hands.remove(hand);
  }

  private void extend() {
    try {
      List<Hand> busy = hands.stream().filter(each -> !each.isEmpty()).toList();
      if (!busy.isEmpty()) {
        Set<Long> holding = holding(busy);
        for (Hand each : busy) {
          if (holding.contains(each.lease().epoch())) {
            each.extend();
          } else {
            each.lose();
          }
        }
      }
    } catch (RuntimeException e) {
      // Without the leases nobody knows whose tasks these are; nor can they be settled meanwhile.
      LOG.warn("Could not keep messages in hand hidden, trying again: {}", e.getMessage());
    }
  }

  private Set<Long> holding(List<Hand> hands) {
    List<Long> epochs = hands.stream().map(each -> each.lease().epoch()).toList();
    return new HashSet<>(db.jdbc().sql(HOLD).param("epochs", epochs).query(Long.class).list());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sqs-visibility");
    thread.setDaemon(true);
    return thread;
  }
}
