package org.millrace.manager.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.millrace.engine.Json;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.LedgerWatch;
import org.millrace.engine.ledger.LedgerWatch.Seen;

/**
 * Turns what has changed in the ledger into events: a job's change of state at once, its progress
 * at most once a second. Not thread-safe.
 */
final class EventFeed {
  private static final long PROGRESS_MILLIS = 1_000;

  private final LedgerWatch watch;
  private final ToDoubleFunction<Seen> progress;
  private final Clock clock;
  private final Map<Long, Told> told = new HashMap<>();
  private final Map<Long, Seen> owed = new LinkedHashMap<>();

  private record Told(Instant at, double progress) {}

  /** What an event is called, and its JSON. */
  record Fact(String name, String data) {}

  EventFeed(LedgerWatch watch, ToDoubleFunction<Seen> progress, Clock clock) {
    this.watch = watch;
    this.progress = progress;
    this.clock = clock;
  }

  void reset() {
    watch.reset();
    told.clear();
    owed.clear();
  }

  /** Looks once; what there is to tell since the last time. */
  List<Fact> look() {
    Instant now = clock.instant();
    LedgerWatch.Changes changes = watch.look();
    List<Fact> facts = new ArrayList<>();
    changes.jobs().forEach(each -> owed.put(each.id(), each));
    owed.values().removeIf(each -> tell(each, changes.moved().contains(each.id()), now, facts));
    if (!changes.kinds().isEmpty()) {
      List<String> kinds =
          changes.kinds().stream()
              .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      facts.add(new Fact("changed", Json.write(Map.of("kinds", kinds))));
    }
    return facts;
  }

  /** Of one that ended without completing, what was last told: its counts are not read again. */
  private double progress(Seen job, Told before) {
    boolean broken = job.state().ended() && job.state() != JobState.COMPLETED;
    return broken && before != null ? before.progress() : progress.applyAsDouble(job);
  }

  /** True when nothing more is owed of it. */
  private boolean tell(Seen job, boolean moved, Instant now, List<Fact> facts) {
    Told before = told.get(job.id());
    double done = progress(job, before);
    if (!moved && before != null && before.progress() == done) {
      return true;
    }
    if (!moved && before != null && before.at().plusMillis(PROGRESS_MILLIS).isAfter(now)) {
      return false;
    }
    if (job.state().ended()) {
      told.remove(job.id());
    } else {
      told.put(job.id(), new Told(now, done));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", job.id());
    data.put("state", job.state());
    data.put("pipeline", job.pipeline());
    data.put("queue", job.queue());
    data.put("source", job.source());
    data.put("progress", Math.round(done * 1000) / 1000.0);
    facts.add(new Fact("job", Json.write(data)));
    return true;
  }
}
