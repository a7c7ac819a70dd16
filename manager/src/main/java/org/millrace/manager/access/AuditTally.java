package org.millrace.manager.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts entries that may come by the thousand, and are then alike: messages of a source, attempts
 * of somebody unknown. One is kept for all of a minute; a killed process loses that minute's.
 * Thread-safe.
 */
final class AuditTally {
  // Beyond it everything goes to the log at once: memory stays bounded, whatever comes.
  private static final int MOST = 1_000;

  private final AuditLog log;
  private final Map<AuditEntry, Long> counts = new LinkedHashMap<>();
  private final Map<AuditEntry, AuditEntry> first = new LinkedHashMap<>();

  AuditTally(AuditLog log) {
    this.log = log;
  }

  void add(AuditEntry entry) {
    boolean full;
    synchronized (this) {
      AuditEntry alike = alike(entry);
      first.putIfAbsent(alike, entry);
      counts.merge(alike, entry.times(), Long::sum);
      full = counts.size() >= MOST;
    }
    if (full) {
      flush();
    }
  }

  /** Writes what was counted to the log. */
  void flush() {
    taken().forEach(log::add);
  }

  private synchronized List<AuditEntry> taken() {
    List<AuditEntry> taken =
        counts.entrySet().stream()
            .map(each -> first.get(each.getKey()).times(each.getValue()))
            .toList();
    counts.clear();
    first.clear();
    return taken;
  }

  /** Without what differs each time. */
  private static AuditEntry alike(AuditEntry entry) {
    return new AuditEntry(
        0,
        null,
        entry.who(),
        entry.how(),
        entry.address(),
        entry.action(),
        entry.subject(),
        null,
        null,
        entry.outcome(),
        entry.status(),
        1);
  }
}
