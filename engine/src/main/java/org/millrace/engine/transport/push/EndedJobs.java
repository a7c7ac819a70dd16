package org.millrace.engine.transport.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.db.Database;

/** Which jobs have ended, so that what waits of them is dropped; at most a second late. */
final class EndedJobs {
  private static final long KNOWN_FOR_NANOS = 1_000_000_000L;
  private static final int KEPT = 10_000;
  private static final String LIVE =
      "select id from job where id = any(:jobs) and state in ('ACCEPTED', 'ACTIVE', 'PAUSED')";

  private final Database db;
  private final Map<Long, Long> liveAt = new ConcurrentHashMap<>();

  EndedJobs(Database db) {
    this.db = db;
  }

  Set<Long> among(Set<Long> jobs) {
    long now = System.nanoTime();
    List<Long> asked = new ArrayList<>();
    for (Long each : jobs) {
      Long seen = liveAt.get(each);
      if (seen == null || now - seen > KNOWN_FOR_NANOS) {
        asked.add(each);
      }
    }
    if (asked.isEmpty()) {
      return Set.of();
    }
    List<Long> live =
        db.jdbc().sql(LIVE).param("jobs", asked.toArray(Long[]::new)).query(Long.class).list();
    if (liveAt.size() > KEPT) {
      liveAt.clear();
    }
    live.forEach(each -> liveAt.put(each, now));
    Set<Long> ended = new HashSet<>(asked);
    live.forEach(ended::remove);
    return ended;
  }

  boolean hasEnded(long job) {
    return !among(Set.of(job)).isEmpty();
  }

  /** A job has probably ended: look again. */
  void forget(long job) {
    liveAt.remove(job);
  }
}
