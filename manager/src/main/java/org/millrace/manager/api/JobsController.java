package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobSearch;
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
  private final JobSearch search;
  private final Steering steering;
  private final JobViews views;
  private final Clock clock;

  JobsController(
      JobLedger ledger, JobSearch search, Steering steering, JobViews views, Clock clock) {
    this.ledger = ledger;
    this.search = search;
    this.clock = clock;
    this.steering = steering;
    this.views = views;
  }

  /**
   * Newest first.
   *
   * @param state states to list, all when absent
   * @param queue a queue, and those below it
   * @param q part of the input's key, the owner or the error, whatever its case
   * @param since submitted then or later: a time, or how long ago
   * @param until submitted before
   * @param before only jobs with a smaller id: {@code next} of the page before
   */
  @GetMapping("/api/v1/jobs")
  JobView.Page list(
      @RequestParam(defaultValue = "") List<String> state,
      @RequestParam Optional<String> source,
      @RequestParam Optional<String> queue,
      @RequestParam Optional<String> pipeline,
      @RequestParam Optional<String> q,
      @RequestParam Optional<String> since,
      @RequestParam Optional<String> until,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") long before,
      UriComponentsBuilder root) {
    Paging.check(limit, before);
    List<JobState> states = state.stream().map(Jobs::state).toList();
    JobSearch.Query query =
        new JobSearch.Query(
            states,
            given(source),
            given(queue),
            given(pipeline),
            given(q),
            given(since).map(text -> Since.time(text, clock)),
            given(until).map(text -> Since.time(text, clock)));
    URI base = root.build().toUri();
    if (query.equals(JobSearch.Query.all().in(states))) {
      List<Job> jobs = ledger.list(new JobFilter(states, before, limit));
      return page(jobs, Paging.next(jobs, limit, Job::id), base);
    }
    JobSearch.Found found = search.find(query, before, limit);
    return page(
        found.jobs(),
        found.next().isPresent() ? Long.valueOf(found.next().getAsLong()) : null,
        base);
  }

  private JobView.Page page(List<Job> jobs, Long next, URI root) {
    return new JobView.Page(jobs.stream().map(job -> views.listed(job, root)).toList(), next);
  }

  private static Optional<String> given(Optional<String> text) {
    return text.map(String::strip).filter(each -> !each.isEmpty());
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
    return JobTag.ifMatch(
        ledger,
        job,
        request,
        seen -> {
          steering.cancel(Users.of(user), job.id(), seen);
          return show(id, root, response);
        });
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
    return JobTag.ifMatch(
        ledger,
        job,
        request,
        seen -> {
          steering.move(Users.of(user), job.id(), QueuePaths.leaf(move.queue()), seen);
          return show(id, root, response);
        });
  }
}
