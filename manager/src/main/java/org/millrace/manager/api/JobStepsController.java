package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.intake.JobReceipts;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Refusal;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.Opened;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobRuns;
import org.millrace.engine.ledger.Seen;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.routes.completion.ArchiveInput;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Pauses and resumes jobs, tries their dead tasks again, runs them anew. */
@RestController
final class JobStepsController {
  private static final int PAGE = 500;

  private final JobLedger ledger;
  private final Steering steering;
  private final JobRuns runs;
  private final DeadLetters letters;
  private final ObjectStore objects;
  private final JobViews views;
  private final JobReceipts receipts;

  JobStepsController(
      JobLedger ledger,
      Steering steering,
      JobRuns runs,
      DeadLetters letters,
      ObjectStore objects,
      JobViews views,
      JobReceipts receipts) {
    this.ledger = ledger;
    this.steering = steering;
    this.runs = runs;
    this.letters = letters;
    this.objects = objects;
    this.views = views;
    this.receipts = receipts;
  }

  /** Gives a job no more containers until it is resumed; tasks in hand finish. */
  @PostMapping("/api/v1/jobs/{id}/pause")
  JobView pause(
      @PathVariable String id,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request) {
    Job job = administered(id, user);
    return JobTag.ifMatch(
        ledger,
        job,
        request,
        seen -> {
          if (!runs.pause(job.id(), seen)) {
            throw conflict(job, "only a job that has not ended and is not paused can be paused");
          }
          return view(job.id(), root);
        });
  }

  /** Ends a pause: the job goes on where it was. */
  @PostMapping("/api/v1/jobs/{id}/resume")
  JobView resume(
      @PathVariable String id,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request) {
    Job job = administered(id, user);
    return JobTag.ifMatch(
        ledger,
        job,
        request,
        seen -> {
          if (!runs.resume(job.id(), seen)) {
            throw conflict(job, "only a paused job can be resumed");
          }
          return view(job.id(), root);
        });
  }

  /** Replays all of a job's dead tasks, each at the stage where it died. */
  @PostMapping("/api/v1/jobs/{id}/retry")
  JobView retry(
      @PathVariable String id,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request) {
    Job job = administered(id, user);
    return JobTag.ifMatch(ledger, job, request, seen -> retry(job, seen, root));
  }

  private JobView retry(Job job, Seen seen, UriComponentsBuilder root) {
    List<Refusal> refused = new ArrayList<>();
    int done = 0;
    List<DeadLetter> page;
    long before = 0;
    do {
      page = letters.list(Filter.ofJob(job.id()), before, PAGE);
      if (!page.isEmpty()) {
        before = page.get(page.size() - 1).id();
        DeadLetter.Answer answer =
            letters.replay(
                page.stream().map(DeadLetter::id).toList(),
                Optional.empty(),
                // What the first of them did has changed the job.
                done == 0 ? seen : Seen.ANY);
        done += answer.done();
        refused.addAll(answer.refused());
      }
    } while (page.size() == PAGE);
    if (done == 0) {
      throw conflict(
          job,
          refused.isEmpty()
              ? "has no dead task that could be tried again"
              : "its dead tasks cannot be tried again: " + refused.get(0).reason());
    }
    return view(job.id(), root);
  }

  /**
   * Opens a new job over the same input, from the start. 200 when this request, by its key, has
   * opened it before.
   */
  @PostMapping("/api/v1/jobs/{id}/replay")
  ResponseEntity<JobView> replay(
      @PathVariable String id,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request) {
    Job job = administered(id, user);
    if (!job.state().ended()) {
      throw conflict(job, "only a job that has ended can be run again");
    }
    steering.checkSubmit(Users.of(user), job.queue());
    Optional<String> key = IdempotencyKey.of(request);
    Opened again =
        key.isPresent()
            ? IdempotencyKey.once(
                receipts, user, key.get(), "replay of " + job.id(), () -> again(job, user))
            : again(job, user);
    AuditTrail.after(Map.of("opened", again.jobId()));
    URI at = root.build().toUri().resolve("/api/v1/jobs/" + again.jobId());
    return (again.created() ? ResponseEntity.created(at) : ResponseEntity.ok().location(at))
        .body(view(again.jobId(), root));
  }

  private Opened again(Job job, Principal user) {
    Optional<ObjectRef> unmoved =
        found(job.input().bucket(), job.input().key())
            .filter(now -> now.etag().equals(job.input().etag()));
    ObjectRef input =
        unmoved
            .or(() -> found(ArchiveInput.BUCKET, ArchiveInput.key(job)))
            .orElseThrow(() -> conflict(job, "its input " + job.input() + " is no longer there"));
    return runs.again(
            job.id(), input, unmoved.isPresent() ? job.disposal() : Disposal.KEEP, user.getName())
        .map(opened -> new Opened(opened, true))
        .orElseThrow(() -> conflict(job, "was removed a moment ago"));
  }

  /** Every step of a person on a job goes through here. */
  private Job administered(String id, Principal user) {
    Job job = Jobs.find(ledger, id);
    steering.checkChange(Users.of(user), job.id());
    return job;
  }

  private Optional<ObjectRef> found(String bucket, String key) {
    try {
      return objects.find(bucket, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JobView view(long job, UriComponentsBuilder root) {
    return views.view(Jobs.find(ledger, Long.toString(job)), root.build().toUri());
  }

  private static ApiException conflict(Job job, String rule) {
    return new ApiException(
        HttpStatus.CONFLICT, new Problem("job " + job.id(), rule, job.state().name(), ""));
  }
}
