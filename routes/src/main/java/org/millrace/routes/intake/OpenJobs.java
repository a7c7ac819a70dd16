package org.millrace.routes.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param goOn asked before each object, so that a stop need not wait for thousands
   */
  void run(List<Sighting> quiet, Sources sources, Candidates candidates, BooleanSupplier goOn)
      throws IOException {
    Map<ObjectRef, Sighting> found = new LinkedHashMap<>();
    for (Sighting sighting : quiet) {
      if (goOn.getAsBoolean()) {
        find(sighting, candidates).ifPresent(object -> found.put(object, sighting));
      }
    }
    Set<ObjectRef> writing = beingWritten.among(found.keySet());
    for (Map.Entry<ObjectRef, Sighting> entry : found.entrySet()) {
      if (goOn.getAsBoolean() && !writing.contains(entry.getKey())) {
        open(entry.getKey(), entry.getValue(), sources, candidates);
      }
    }
  }

  private Optional<ObjectRef> find(Sighting sighting, Candidates candidates) {
    try {
      Optional<ObjectRef> object = objects.find(sighting.bucket(), sighting.key());
      if (object.isEmpty()) {
        LOG.info(
            "{}: gone before it was read; looked for again in {} if it is still listed",
            sighting.place(),
            candidates.rest(sighting, clock.instant()));
      } else if (!isListed(object.get(), sighting)) {
        LOG.info(
            "{}: not the version that was listed; looked at again in {} unless it is listed anew",
            sighting.place(),
            candidates.rest(sighting, clock.instant()));
        return Optional.empty();
      }
      return object;
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "{}: cannot be looked at, tried again in {}: {}",
          sighting.place(),
          candidates.rest(sighting, clock.instant()),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isListed(ObjectRef object, Sighting sighting) {
    return object.size() == sighting.size()
        && (sighting.etag().isEmpty() || sighting.etag().equals(object.etag()));
  }

  private void open(ObjectRef object, Sighting sighting, Sources sources, Candidates candidates) {
    try {
      Source source = sources.forKey(object.bucket(), object.key());
      JobLedger.Opened opened =
          ledger.open(
              new JobRequest(
                  source.pipeline(),
                  source.queue(),
                  source.name(),
                  source.name(),
                  object,
                  source.disposal(),
                  source.settings()));
      candidates.done(sighting);
      if (opened.created()) {
        LOG.info(
            "{}: {} bytes of source {} are job {}",
            object,
            object.size(),
            source.name(),
            opened.jobId());
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "{}: no job opened, tried again in {}: {}",
          object,
          candidates.rest(sighting, clock.instant()),
          e.getMessage());
    }
  }
}
