package org.millrace.routes.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the objects that have been quiet: finds the exact version, leaves it when it is being
 * written, else asks the ledger for its job. One that cannot be taken never holds up the others.
 */
final class OpenJobs {

  private static final Logger LOG = LoggerFactory.getLogger(OpenJobs.class);

  /** Jobs opened in one commit, which a stop has to wait for. */
  private static final int AT_ONCE = 100;

  private final ObjectStore objects;
  private final BeingWritten beingWritten;
  private final JobLedger ledger;
  private final Clock clock;

  OpenJobs(ObjectStore objects, BeingWritten beingWritten, JobLedger ledger, Clock clock) {
    this.objects = objects;
    this.beingWritten = beingWritten;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * @param goOn asked now and then, so that a stop need not wait for thousands
   */
  void run(List<Sighting> quiet, Sources sources, Candidates candidates, BooleanSupplier goOn)
      throws IOException {
    Map<ObjectRef, Sighting> found = new LinkedHashMap<>();
    for (Sighting sighting : quiet) {
      if (goOn.getAsBoolean()) {
        find(sighting, candidates).ifPresent(object -> found.put(object, sighting));
      }
    }
    beingWritten.among(found.keySet()).forEach(found::remove);
    // A writer may have added its last and closed between the two looks: the next poll sees that.
    found.keySet().removeIf(object -> !isStillThere(object));
    List<Map.Entry<ObjectRef, Sighting>> whole = List.copyOf(found.entrySet());
    for (int from = 0; from < whole.size() && goOn.getAsBoolean(); from += AT_ONCE) {
      open(whole.subList(from, Math.min(whole.size(), from + AT_ONCE)), sources, candidates);
    }
  }

  private Optional<ObjectRef> find(Sighting sighting, Candidates candidates) {
    try {
      Optional<ObjectRef> object = objects.find(sighting.bucket(), sighting.key());
      if (object.isEmpty()) {
        LOG.info(
            "{}: gone before it was read; looked for again in {} if it is still listed",
            sighting.place(),
            rest(sighting, candidates));
      } else if (!isListed(object.get(), sighting)) {
        LOG.info(
            "{}: not the version that was listed; looked at again in {} unless it is listed anew",
            sighting.place(),
            rest(sighting, candidates));
        return Optional.empty();
      }
      return object;
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "{}: cannot be looked at, tried again in {}: {}",
          sighting.place(),
          rest(sighting, candidates),
          e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isStillThere(ObjectRef object) {
    try {
      return objects.find(object.bucket(), object.key()).equals(Optional.of(object));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isListed(ObjectRef object, Sighting sighting) {
    return object.size() == sighting.size()
        && (sighting.etag().isEmpty() || sighting.etag().equals(object.etag()));
  }

  /** Together, and one by one where that fails: one that cannot be opened holds no other up. */
  private void open(
      List<Map.Entry<ObjectRef, Sighting>> found, Sources sources, Candidates candidates) {
    try {
      List<JobRequest> requests =
          found.stream().map(entry -> request(entry.getKey(), sources)).toList();
      List<JobLedger.Opened> opened = ledger.openAll(requests);
      for (int i = 0; i < found.size(); i++) {
        opened(requests.get(i), opened.get(i), found.get(i).getValue(), candidates);
      }
    } catch (RuntimeException e) {
      if (found.size() > 1) {
        found.forEach(entry -> open(List.of(entry), sources, candidates));
      } else {
        LOG.warn(
            "{}: no job opened, tried again in {}: {}",
            found.get(0).getKey(),
            rest(found.get(0).getValue(), candidates),
            e.getMessage());
      }
    }
  }

  /** Has it wait before it is looked at again; says for how long. */
  private String rest(Sighting sighting, Candidates candidates) {
    return candidates.rest(sighting, clock.instant()).toSeconds() + " s";
  }

  private static JobRequest request(ObjectRef object, Sources sources) {
    Source source = sources.forKey(object.bucket(), object.key());
    return source.request(object);
  }

  private static void opened(
      JobRequest request, JobLedger.Opened opened, Sighting sighting, Candidates candidates) {
    candidates.done(sighting);
    if (opened.created()) {
      LOG.info(
          "{}: {} bytes of source {} are job {}",
          request.input(),
          request.input().size(),
          request.source(),
          opened.jobId());
    }
  }
}
