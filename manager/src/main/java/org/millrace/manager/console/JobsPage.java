package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobSearch;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.api.JobView;
import org.millrace.manager.api.JobViews;
import org.millrace.manager.errors.DidYouMean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists jobs by a filter, and tells which of them a step in bulk would be about. */
@RestController
final class JobsPage {
  private static final int PAGE = 50;
  private static final int MOST_IN_BULK = 10_000;

  /** To which states each step can be applied. */
  private static final Map<String, List<JobState>> STEPS =
      Map.of(
          "cancel", List.of(JobState.ACCEPTED, JobState.ACTIVE, JobState.PAUSED),
          "pause", List.of(JobState.ACCEPTED, JobState.ACTIVE),
          "resume", List.of(JobState.PAUSED),
          "retry", List.of(JobState.ACTIVE, JobState.FAILED));

  private final Pages pages;
  private final JobSearch search;
  private final JobViews views;
  private final Catalog catalog;
  private final Clock clock;

  JobsPage(Pages pages, JobSearch search, JobViews views, Catalog catalog, Clock clock) {
    this.pages = pages;
    this.search = search;
    this.views = views;
    this.catalog = catalog;
    this.clock = clock;
  }

  @GetMapping("/jobs")
  ResponseEntity<String> jobs(
      @ModelAttribute JobsQuery filter,
      @RequestParam(defaultValue = "0") long before,
      HttpServletRequest request,
      UriComponentsBuilder root) {
    return pages.shared(request, "jobs", () -> model(filter, before, root));
  }

  private Map<String, ?> model(JobsQuery filter, long before, UriComponentsBuilder root) {
    JobSearch.Found found = search.find(filter.query(clock), before, PAGE + 1);
    List<Job> jobs = found.jobs();
    List<JobView> shown =
        jobs.stream().limit(PAGE).map(job -> views.listed(job, root.build().toUri())).toList();
    Map<String, Object> model = new HashMap<>();
    model.put("filter", filter);
    model.put("jobs", shown);
    model.put("next", jobs.size() > PAGE ? filter.page(shown.get(PAGE - 1).id()) : null);
    // The search ended its step before it had a page: it says so, and how to go on.
    model.put(
        "further",
        jobs.size() <= PAGE && found.next().isPresent()
            ? filter.page(found.next().getAsLong())
            : null);
    model.put("first", before == 0);
    model.put("states", Arrays.stream(JobState.values()).map(JobState::name).toList());
    model.put("pipelines", catalog.pipelines().stream().map(Catalog.Pipeline::name).toList());
    model.put("sources", catalog.sources().stream().map(each -> each.name()).toList());
    return model;
  }

  /**
   * The jobs that a step on everything the filter holds is about.
   *
   * @param ids newest first
   * @param more whether there are more than one step takes at once
   */
  record Selection(List<Long> ids, boolean more) {}

  @GetMapping("/jobs/selection")
  Selection selection(@ModelAttribute JobsQuery filter, @RequestParam String step) {
    List<JobState> possible = STEPS.get(step);
    if (possible == null) {
      throw ApiException.refused(
          "step",
          "must be something to do with jobs",
          step,
          DidYouMean.remedy(step, STEPS.keySet()));
    }
    List<JobState> wanted = filter.states();
    List<JobState> states =
        possible.stream().filter(each -> wanted.isEmpty() || wanted.contains(each)).toList();
    if (states.isEmpty()) {
      return new Selection(List.of(), false);
    }
    List<Long> ids = search.ids(filter.query(clock).in(states), MOST_IN_BULK + 1);
    return new Selection(ids.stream().limit(MOST_IN_BULK).toList(), ids.size() > MOST_IN_BULK);
  }
}
