package org.millrace.manager.api;

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
  private static final int MOST = 500;

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
    if (limit < 1 || limit > MOST) {
      throw ApiException.refused(
          "limit", "must be from 1 to " + MOST, Integer.toString(limit), "page with before=");
    }
    List<JobState> states = state.stream().map(Jobs::state).toList();
    List<Job> jobs = ledger.list(new JobFilter(states, before, limit));
    URI base = root.build().toUri();
    return new JobView.Page(
        jobs.stream().map(job -> views.listed(job, base)).toList(),
        jobs.size() < limit ? null : jobs.get(jobs.size() - 1).id());
  }

  @GetMapping("/api/v1/jobs/{id}")
  JobView show(@PathVariable String id, UriComponentsBuilder root) {
    return views.view(Jobs.find(ledger, id), root.build().toUri());
  }

  /** Ends a job that has not ended; what it has published stays. Its owner always may. */
  @PostMapping("/api/v1/jobs/{id}/cancel")
  JobView cancel(@PathVariable String id, Principal user, UriComponentsBuilder root) {
    steering.cancel(Users.of(user), Jobs.find(ledger, id).id());
    return show(id, root);
  }

  record Move(String queue) {}

  /**
   * Moves a job that has not ended to another queue, with what it has waiting; tasks in hand finish
   * where they are.
   */
  @PostMapping("/api/v1/jobs/{id}/move")
  JobView move(
      @PathVariable String id, @RequestBody Move move, Principal user, UriComponentsBuilder root) {
    Job job = Jobs.find(ledger, id);
    steering.move(Users.of(user), job.id(), QueuePaths.leaf(move.queue()));
    return show(id, root);
  }
}
