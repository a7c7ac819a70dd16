package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Refusal;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobRuns;
import org.millrace.engine.ledger.Seen;
import org.millrace.manager.security.Users;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Pauses and resumes jobs, tries their dead tasks again. */
@RestController
final class JobStepsController {
  private static final int PAGE = 500;

  private final JobLedger ledger;
  private final Steering steering;
  private final JobRuns runs;
  private final DeadLetters letters;
  private final JobViews views;

  JobStepsController(
      JobLedger ledger, Steering steering, JobRuns runs, DeadLetters letters, JobViews views) {
    this.ledger = ledger;
    this.steering = steering;
    this.runs = runs;
    this.letters = letters;
    this.views = views;
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
            throw Jobs.conflict(
                job, "only a job that has not ended and is not paused can be paused");
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
            throw Jobs.conflict(job, "only a paused job can be resumed");
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
      throw Jobs.conflict(
          job,
          refused.isEmpty()
              ? "has no dead task that could be tried again"
              : "its dead tasks cannot be tried again: " + refused.get(0).reason());
    }
    return view(job.id(), root);
  }

  /** Every step of a person on a job goes through here. */
  private Job administered(String id, Principal user) {
    Job job = Jobs.find(ledger, id);
    steering.checkChange(Users.of(user), job.id());
    return job;
  }

  private JobView view(long job, UriComponentsBuilder root) {
    return views.view(Jobs.find(ledger, Long.toString(job)), root.build().toUri());
  }
}
