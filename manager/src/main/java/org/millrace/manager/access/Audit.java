package org.millrace.manager.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all that people and programs change is written down, and what is old is removed. {@link
 * #record} blocks until the entry is in the database, except for what is counted by the minute.
 * Thread-safe.
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final long TALLY_SECONDS = 60;
  private static final String MESSAGES = "sources.messages";

  private final AuditLog log;
  private final AuditTally tally;
  private final Supplier<Optional<Duration>> keep;
  private final Clock clock;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "audit");
            thread.setDaemon(true);
            return thread;
          });
  private Instant nextForget = Instant.MIN;

  /**
   * @param keep how long entries are kept; empty for ever
   */
  public Audit(AuditLog log, Supplier<Optional<Duration>> keep, Clock clock) {
    this.log = log;
    this.tally = new AuditTally(log);
    this.keep = keep;
    this.clock = clock;
    upkeep.scheduleWithFixedDelay(this::tidy, TALLY_SECONDS, TALLY_SECONDS, TimeUnit.SECONDS);
  }

  /** The time of entries. */
  public Instant now() {
    return clock.instant();
  }

  /** Keeps what was done; a log that cannot be written is said in the program's own log. */
  public void record(AuditEntry entry) {
    boolean unknown = entry.who().isEmpty();
    boolean message = entry.action().equals(MESSAGES) && entry.outcome().equals("done");
    try {
      if (unknown || message) {
        tally.add(entry);
      } else {
        log.add(entry);
      }
    } catch (RuntimeException e) {
      // The change itself is done, and cannot be taken back for this.
      LOG.error(
          "Audit entry not kept: {} {} {} by \"{}\": {}",
          entry.outcome(),
          entry.action(),
          entry.subject(),
          entry.who(),
          e.toString());
    }
  }

  /** Writes what was counted, and removes what is too old when that is due. */
  void tidy() {
    try {
      tally.flush();
      Instant now = clock.instant();
      if (!now.isBefore(nextForget)) {
        nextForget = now.plus(FORGET_EVERY);
        keep.get().ifPresent(age -> log.forget(now, age));
      }
    } catch (RuntimeException e) {
      LOG.warn("The audit log was not tidied, it is tried again: {}", e.toString());
    }
  }

  @Override
  public void close() {
    upkeep.shutdownNow();
    tally.flush();
  }
}
