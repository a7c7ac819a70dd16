package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.intake.JobReceipts;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.Opened;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobReplays.Answer;
import org.millrace.engine.ledger.JobReplays.Terms;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.routes.completion.ArchiveInput;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Runs ended jobs anew: a new job each, from the start or from a stage on. */
@RestController
final class JobReplaysController {
  private final JobLedger ledger;
  private final Steering steering;
  private final JobReplays replays;
  private final ObjectStore objects;
  private final Catalog catalog;
  private final JobViews views;
  private final JobReceipts receipts;

  JobReplaysController(
      JobLedger ledger,
      Steering steering,
      JobReplays replays,
      ObjectStore objects,
      Catalog catalog,
      JobViews views,
      JobReceipts receipts) {
    this.ledger = ledger;
    this.steering = steering;
    this.replays = replays;
    this.objects = objects;
    this.catalog = catalog;
    this.views = views;
    this.receipts = receipts;
  }

  /**
   * How a job is run anew.
   *
   * @param from the stage at which the new job begins; null for the first
   */
  record Replay(String from) {}

  /**
   * @param refusal why no job can begin there; null when one can
   */
  record Start(String stage, String refusal) {}

  /**
   * @param stages in the pipeline's order; at the first a job begins over the same input
   */
  record Starts(List<Start> stages) {}

  /** At which stages a new job could begin. */
  @GetMapping("/api/v1/jobs/{id}/replay")
  Starts starts(@PathVariable String id) {
    Job job = Jobs.find(ledger, id);
    List<Start> starts = new ArrayList<>();
    replays
        .points(job)
        .forEach(each -> starts.add(new Start(each.stage(), each.refusal().orElse(null))));
    first(job)
        .filter(entry -> starts.stream().noneMatch(each -> each.stage().equals(entry)))
        .ifPresent(entry -> starts.add(0, new Start(entry, whyNotAgain(job))));
    return new Starts(starts);
  }

  private String whyNotAgain(Job job) {
    if (!job.state().ended()) {
      return "the job has not ended";
    }
    return Input.of(job, objects).now().isPresent() ? null : gone(job);
  }

  /**
   * Opens a new job that does this one anew: over the same input, or from a stage on with what this
   * one had received there. 200 when this request, by its key, has opened it before. 409 with the
   * reason when it cannot.
   */
  @PostMapping("/api/v1/jobs/{id}/replay")
  ResponseEntity<JobView> replay(
      @PathVariable String id,
      @RequestBody(required = false) Replay given,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request) {
    Job job = Jobs.find(ledger, id);
    steering.checkChange(Users.of(user), job.id());
    if (!job.state().ended()) {
      throw Jobs.conflict(job, "only a job that has ended can be run again");
    }
    steering.checkSubmit(Users.of(user), job.queue());
    Optional<String> from =
        Optional.ofNullable(given).map(Replay::from).filter(stage -> !stage.isBlank());
    Optional<String> key = IdempotencyKey.of(request);
    String what = "replay of " + job.id() + from.map(stage -> " from " + stage).orElse("");
    Opened again =
        key.isPresent()
            ? IdempotencyKey.once(receipts, user, key.get(), what, () -> open(job, from, user))
            : open(job, from, user);
    Map<String, Object> after = new HashMap<>(Map.of("job", again.jobId()));
    from.ifPresent(stage -> after.put("from", stage));
    AuditTrail.after(after);
    URI at = root.build().toUri().resolve("/api/v1/jobs/" + again.jobId());
    JobView view =
        views.view(Jobs.find(ledger, Long.toString(again.jobId())), root.build().toUri());
    return (again.created() ? ResponseEntity.created(at) : ResponseEntity.ok().location(at))
        .body(view);
  }

  private Opened open(Job job, Optional<String> from, Principal user) {
    Input input = Input.of(job, objects);
    Terms terms = input.terms(job, user.getName());
    boolean middle = from.isPresent() && !(input.now().isPresent() && from.equals(first(job)));
    if (!middle && input.now().isEmpty()) {
      throw refused(job, from, gone(job));
    }
    Answer answer = middle ? replays.from(job, from.get(), terms) : replays.again(job, terms);
    return answer
        .job()
        .map(id -> new Opened(id, true))
        .orElseThrow(
            () -> refused(job, from, answer.refusal().orElse("it was removed a moment ago")));
  }

  private Optional<String> first(Job job) {
    return catalog.pipeline(job.pipeline()).map(each -> each.stages().get(0));
  }

  private static String gone(Job job) {
    return "its input " + job.input() + " is not there any more";
  }

  private static ApiException refused(Job job, Optional<String> from, String why) {
    return new ApiException(
        HttpStatus.CONFLICT,
        new Problem(
            "job " + job.id() + from.map(stage -> " from stage " + stage).orElse(" from the start"),
            why,
            from.orElse(job.state().name()),
            "GET /api/v1/jobs/" + job.id() + "/replay lists where it can begin"));
  }

  /**
   * Where a job's input is.
   *
   * @param moved it is in the archive now
   */
  private record Input(Optional<ObjectRef> now, boolean moved) {
    static Input of(Job job, ObjectStore objects) {
      Optional<ObjectRef> unmoved =
          found(objects, job.input().bucket(), job.input().key())
              .filter(now -> now.etag().equals(job.input().etag()));
      return unmoved.isPresent()
          ? new Input(unmoved, false)
          : new Input(found(objects, ArchiveInput.BUCKET, ArchiveInput.key(job)), true);
    }

    Terms terms(Job job, String owner) {
      return new Terms(now.orElse(job.input()), moved ? Disposal.KEEP : job.disposal(), owner);
    }

    private static Optional<ObjectRef> found(ObjectStore objects, String bucket, String key) {
      try {
        return objects.find(bucket, key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
