package org.millrace.routes.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.routes.intake.Sighting.Place;

/**
 * What the watch remembers between polls: the objects it waits for, and by fingerprint those it is
 * done with. Forgetting one of the latter, as a bounded memory must, costs a look and a question to
 * the ledger, never a second job. Used by one thread.
 */
final class Candidates {

  private static final int REMEMBERED = 250_000;
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final Duration quiet;
  private final Cache<Long, Boolean> done = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Map<Place, Waiting> waiting = new HashMap<>();
  private long poll;

  /** An object not taken yet: since when it has looked like this, and when it was last listed. */
  private static final class Waiting {
    private final Sighting sighting;
    private final Instant since;
    private long poll;
    private Duration rest = Duration.ZERO;
    private Instant restsUntil = Instant.MIN;

    private Waiting(Sighting sighting, Instant since, long poll) {
      this.sighting = sighting;
      this.since = since;
      this.poll = poll;
    }
  }

  Candidates(Duration quiet) {
    this.quiet = quiet;
  }

  void beginPoll() {
    poll++;
  }

  /** Notes one listed object; gives it back when it has been quiet long enough to be taken. */
  Optional<Sighting> see(Sighting sighting, Instant now) {
    if (done.getIfPresent(sighting.fingerprint()) != null) {
      waiting.remove(sighting.place());
      return Optional.empty();
    }
    Waiting known = waiting.get(sighting.place());
    if (known == null || !known.sighting.equals(sighting)) {
      waiting.put(sighting.place(), new Waiting(sighting, now, poll));
      return Optional.empty();
    }
    known.poll = poll;
    return isQuiet(known, now) ? Optional.of(sighting) : Optional.empty();
  }

  /** Has a job, or never will: not looked at again in this version. */
  void done(Sighting sighting) {
    waiting.remove(sighting.place());
    done.put(sighting.fingerprint(), Boolean.TRUE);
  }

  /** Could not be taken: waits, longer each time, before it is tried again. */
  Duration rest(Sighting sighting, Instant now) {
    Waiting known = waiting.get(sighting.place());
    Duration doubled = known.rest.isZero() ? FIRST_REST : known.rest.multipliedBy(2);
    known.rest = doubled.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : doubled;
    known.restsUntil = now.plus(known.rest);
    return known.rest;
  }

  /** Whether an object waits that the very next poll may find quiet. */
  boolean areAwaited(Instant now) {
    return waiting.values().stream().anyMatch(object -> !now.isBefore(object.restsUntil));
  }

  /** Ends a poll that listed everything: what it did not show is gone. */
  List<Place> endPoll() {
    List<Place> gone = new ArrayList<>();
    waiting
        .values()
        .removeIf(
            object -> {
              boolean unseen = object.poll != poll;
              if (unseen) {
                gone.add(object.sighting.place());
              }
              return unseen;
            });
    return gone;
  }

  private boolean isQuiet(Waiting object, Instant now) {
    if (now.isBefore(object.restsUntil)) {
      return false;
    }
    // What has looked the same to us for that long has not changed, whatever the other's clock
    // says.
    Instant changed = earlier(lastChange(object.sighting), object.since);
    return !changed.plus(quiet).isAfter(now);
  }

  /** S3 gives whole seconds, rounded down: the change may be as late as the second's end. */
  private static Instant lastChange(Sighting sighting) {
    Instant modified = sighting.modified();
    return modified.getNano() == 0 ? modified.plusMillis(999) : modified;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
