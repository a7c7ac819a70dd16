package org.millrace.manager.api;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists, shows and cancels jobs. */
@RestController
final class JobsController {
  private static final int MOST = 500;

  private final JobLedger ledger;
  private final JobViews views;

  JobsController(JobLedger ledger, JobViews views) {
    this.ledger = ledger;
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
    List<JobState> states = state.stream().map(JobsController::state).toList();
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

  /** Ends a job that has not ended; what it has published stays. */
  @PostMapping("/api/v1/jobs/{id}/cancel")
  JobView cancel(@PathVariable String id, UriComponentsBuilder root) {
    Job job = Jobs.find(ledger, id);
    if (!ledger.cancel(job.id(), "cancelled by its owner")) {
      throw new ApiException(
          HttpStatus.CONFLICT,
          new Problem(
              "job " + id,
              "only a job that has not ended can be cancelled",
              Jobs.find(ledger, id).state().name(),
              ""));
    }
    return show(id, root);
  }

  private static JobState state(String name) {
    List<String> known = Arrays.stream(JobState.values()).map(JobState::name).toList();
    String wanted = name.toUpperCase(Locale.ROOT);
    if (!known.contains(wanted)) {
      throw ApiException.refused(
          "state", "must be a job's state", name, DidYouMean.remedy(name, known));
    }
    return JobState.valueOf(wanted);
  }
}
