package org.millrace.routes.intake.sqs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.Opened;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.routes.intake.Blame;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;
import org.millrace.routes.intake.sqs.S3Event.Created;
import org.millrace.routes.intake.sqs.S3Event.Place;
import org.millrace.routes.intake.sqs.S3Event.Test;
import org.millrace.routes.intake.sqs.S3Event.Unknown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Opens a job for each object that a notification speaks of. A notification only says where to
 * look: what is there is what the job is of, so one that comes twice, late or behind a newer one
 * leads to the same job.
 */
final class TakeEvents implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(TakeEvents.class);

  private final ObjectStore objects;
  private final JobLedger ledger;
  private final Supplier<Sources> sources;
  private final String source;

  TakeEvents(ObjectStore objects, JobLedger ledger, Supplier<Sources> sources, String source) {
    this.objects = objects;
    this.ledger = ledger;
    this.sources = sources;
    this.source = source;
  }

  @Override
  public List<Verdict> handle(List<Message> messages) {
    return messages.stream().map(this::handleAlone).toList();
  }

  /** One that makes trouble holds no other up. */
  private Verdict handleAlone(Message message) {
    try {
      return handle(message);
    } catch (RuntimeException e) {
      LOG.warn(
          "source {}: notification {} is read again later: {}",
          source,
          message.messageId(),
          e.getMessage());
      return Verdict.LATER;
    }
  }

  private Verdict handle(Message message) {
    S3Event event = S3EventReader.read(message.body());
    if (event instanceof Unknown unknown) {
      return new Verdict.Dead(
          "source " + source + ": must be a notification of S3, and " + unknown.reason());
    } else if (event instanceof Test test) {
      LOG.info("source {}: S3 has tried the queue for bucket {}", source, test.bucket());
    } else if (event instanceof Created created) {
      created
          .others()
          .forEach(each -> LOG.info("source {}: {}: nothing to do for it", source, each));
      return created.objects().stream()
          .map(this::open)
          .reduce(Verdict.DONE, (all, each) -> each.outweighs(all) ? each : all);
    }
    return Verdict.DONE;
  }

  private Verdict open(Place place) {
    Sources now = sources.get();
    if (!now.takes(place.bucket(), place.key())
        || !now.forKey(place.bucket(), place.key()).name().equals(source)) {
      LOG.info("{}: ignored, for it is no input of source {}", place, source);
      return Verdict.DONE;
    }
    try {
      Optional<ObjectRef> object = objects.find(place.bucket(), place.key());
      if (object.isEmpty()) {
        LOG.info("{}: gone before it was read, so there is no job for it", place);
        return Verdict.DONE;
      }
      Source of = now.forKey(place.bucket(), place.key());
      Opened opened = ledger.open(of.request(object.get()));
      if (opened.created()) {
        LOG.info(
            "{}: {} bytes of source {} are job {}",
            place,
            object.get().size(),
            source,
            opened.jobId());
      }
      return Verdict.DONE;
    } catch (IOException | RuntimeException e) {
      if (e instanceof RuntimeException failure && Blame.of(failure) == Blame.INPUT) {
        return new Verdict.Dead(
            "source " + source + ": no job can be of " + place + ": " + Blame.reason(failure));
      }
      LOG.warn("{}: no job opened, SQS delivers its event again: {}", place, e.getMessage());
      return Verdict.LATER;
    }
  }
}
