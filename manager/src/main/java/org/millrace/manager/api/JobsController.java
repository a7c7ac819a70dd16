package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.security.Users;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists, shows, cancels and moves jobs. */
@RestController
final class JobsController {
  private final JobLedger ledger;
  private final Steering steering;
  private final JobViews views;

  JobsController(JobLedger ledger, Steering steering, JobViews views) {
    this.ledger = ledger;
    this.steering = steering;
    this.views = views;
  }

  /**
   * Newest first.
   *
   * @param state states to list, all when absent
   * @param before only jobs with a smaller id: {@code next} of the page before
   */
  @GetMapping("/api/v1/jobs")
  JobView.Page list(
      @RequestParam(defaultValue = "") List<String> state,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") long before,
      UriComponentsBuilder root) {
    Paging.check(limit, before);
    List<JobState> states = state.stream().map(Jobs::state).toList();
    List<Job> jobs = ledger.list(new JobFilter(states, before, limit));
    URI base = root.build().toUri();
    return new JobView.Page(
        jobs.stream().map(job -> views.listed(job, base)).toList(),
        Paging.next(jobs, limit, Job::id));
  }

  @GetMapping("/api/v1/jobs/{id}")
  JobView show(@PathVariable String id, UriComponentsBuilder root, HttpServletResponse response) {
    Job job = Jobs.find(ledger, id);
    JobTag.write(job, response);
    return views.view(job, root.build().toUri());
  }

  /** Ends a job that has not ended; what it has published stays. Its owner always may. */
  @PostMapping("/api/v1/jobs/{id}/cancel")
  JobView cancel(
      @PathVariable String id,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request,
      HttpServletResponse response) {
    Job job = Jobs.find(ledger, id);
    JobTag.check(job, request);
    steering.cancel(Users.of(user), job.id());
    return show(id, root, response);
  }

  record Move(String queue) {}

  /**
   * Moves a job that has not ended to another queue, with what it has waiting; tasks in hand finish
   * where they are.
   */
  @PostMapping("/api/v1/jobs/{id}/move")
  JobView move(
      @PathVariable String id,
      @RequestBody Move move,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request,
      HttpServletResponse response) {
    Job job = Jobs.find(ledger, id);
    JobTag.check(job, request);
    steering.move(Users.of(user), job.id(), QueuePaths.leaf(move.queue()));
    return show(id, root, response);
  }
}
