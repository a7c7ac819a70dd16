package org.millrace.routes.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.millrace.routes.intake.Sources.Watched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The steps of one poll, in the order the route calls them: due, begin, for each place a first page
 * and the next ones, end. Used by one thread.
 */
final class WatchPoll {

  private static final Logger LOG = LoggerFactory.getLogger(WatchPoll.class);

  /** Listing takes at most a fifth of a processor, however many objects stay in the buckets. */
  private static final int REST_PER_WORK = 4;

  private static final Duration FAILED_POLL_RESTS = Duration.ofSeconds(1);
  private static final Duration FAILED_PLACE_RESTS = Duration.ofSeconds(10);

  private final Supplier<Sources> settings;
  private final OpenJobs openJobs;
  private final Candidates candidates;
  private final BucketWatch.Timing timing;
  private final BooleanSupplier hint;
  private final Clock clock;
  private final Map<Watched, Instant> failedUntil = new HashMap<>();
  private final List<Sighting> quiet = new ArrayList<>();
  private Sources sources;
  private Instant began = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private Instant rested = Instant.MIN;
  private boolean hinted;
  private boolean listedAll;

  /**
   * @param hint whether something may have come since it was last asked
   */
  WatchPoll(
      Supplier<Sources> settings,
      OpenJobs openJobs,
      Candidates candidates,
      BucketWatch.Timing timing,
      BooleanSupplier hint,
      Clock clock) {
    this.settings = settings;
    this.openJobs = openJobs;
    this.candidates = candidates;
    this.timing = timing;
    this.hint = hint;
    this.clock = clock;
  }

  /** Its time has come, or there is a hint and the last one's work has been rested from. */
  boolean due() {
    Instant now = clock.instant();
    hinted |= hint.getAsBoolean();
    boolean due = !now.isBefore(notBefore) || (hinted && !now.isBefore(rested));
    hinted &= !due;
    return due;
  }

  /** The places to list in this poll. */
  List<Watched> begin() {
    began = clock.instant();
    sources = settings.get();
    candidates.beginPoll();
    quiet.clear();
    List<Watched> places = sources.watched();
    failedUntil.keySet().retainAll(places);
    List<Watched> listable = places.stream().filter(this::isListable).toList();
    listedAll = listable.size() == places.size();
    return listable;
  }

  ListObjectsRequest firstPage(Watched place) {
    return ListObjectsRequest.builder().bucket(place.bucket()).prefix(place.prefix()).build();
  }

  /** Notes a page; gives the request for the next, or nothing when this was the last. */
  Optional<ListObjectsRequest> page(Watched place, List<S3Object> page) {
    failedUntil.remove(place);
    Instant now = clock.instant();
    for (S3Object object : page) {
      if (Inputs.isInput(object.key())) {
        candidates.see(Sighting.of(place.bucket(), object), now).ifPresent(quiet::add);
      }
    }
    // A page may be short without being the last, so only an empty one ends the listing.
    return page.isEmpty()
        ? Optional.empty()
        : Optional.of(firstPage(place).toBuilder().marker(page.get(page.size() - 1).key()).build());
  }

  /** One place could not be listed: it rests, the others go on. */
  void failed(Watched place, Exception cause) {
    listedAll = false;
    failedUntil.put(place, clock.instant().plus(FAILED_PLACE_RESTS));
    LOG.warn(
        "bucket {} prefix \"{}\": cannot be listed, tried again in {}: {}",
        place.bucket(),
        place.prefix(),
        FAILED_PLACE_RESTS,
        cause.getMessage());
  }

  void end(BooleanSupplier goOn) throws IOException {
    Instant listed = clock.instant();
    rested = listed.plus(Duration.between(began, listed).multipliedBy(REST_PER_WORK));
    openJobs.run(quiet, sources, candidates, goOn);
    if (listedAll) {
      candidates.endPoll().forEach(place -> LOG.debug("{}: gone before it was taken", place));
    }
    Instant next = began.plus(candidates.areAwaited(listed) ? timing.confirm() : timing.poll());
    notBefore = next.isAfter(rested) ? next : rested;
  }

  /** The poll broke off: nothing it saw is lost, as the next one sees it again. */
  void abandoned(Exception cause) {
    rested = clock.instant().plus(FAILED_POLL_RESTS);
    notBefore = rested;
    LOG.warn("bucket watch: polls again in {}: {}", FAILED_POLL_RESTS, cause.toString(), cause);
  }

  private boolean isListable(Watched place) {
    Instant until = failedUntil.get(place);
    return until == null || !clock.instant().isBefore(until);
  }
}
