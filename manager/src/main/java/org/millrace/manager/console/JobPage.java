package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.millrace.engine.analytics.JobHistory;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.JobTasks;
import org.millrace.engine.waiting.Obstacle;
import org.millrace.engine.waiting.Wait;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.api.JobViews;
import org.millrace.manager.api.Jobs;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** One job: how far it is, what went wrong, what came of it, why it waits. */
@RestController
final class JobPage {
  private static final int SHOWN = 20;

  private final Pages pages;
  private final JobLedger ledger;
  private final JobViews views;
  private final JobTasks tasks;
  private final JobHistory history;
  private final DeadLetters letters;
  private final Waits waits;
  private final Steering steering;
  private final QueueNames queues;
  private final Clock clock;

  JobPage(
      Pages pages,
      JobLedger ledger,
      JobViews views,
      JobTasks tasks,
      JobHistory history,
      DeadLetters letters,
      Waits waits,
      Steering steering,
      QueueNames queues,
      Clock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.views = views;
    this.tasks = tasks;
    this.history = history;
    this.letters = letters;
    this.waits = waits;
    this.steering = steering;
    this.queues = queues;
    this.clock = clock;
  }

  @GetMapping("/jobs/{id}")
  ResponseEntity<String> job(
      @PathVariable String id, HttpServletRequest request, UriComponentsBuilder root) {
    Job job = Jobs.find(ledger, id);
    List<DeadLetter> dead =
        job.stages().stream().anyMatch(stage -> stage.dead() > 0)
            ? letters.list(DeadLetter.Filter.ofJob(job.id()), 0, SHOWN)
            : List.of();
    boolean live = !job.state().ended();
    List<JobTasks.Delayed> delayed = live ? tasks.delayed(job.id(), SHOWN) : List.of();
    Map<String, Object> model = new HashMap<>();
    model.put("job", views.view(job, root.build().toUri()));
    model.put("timeline", Timeline.of(job, delayed, letters, dead, clock.instant()));
    model.put(
        "bands",
        JobBands.of(
            history.bands(job.id()), job.submittedAt(), job.finishedAt().orElse(clock.instant())));
    List<JobHistory.Slow> slow = history.slow(job.id());
    model.put("slowest", JobBands.slowest(slow));
    model.put("running", live ? JobBands.running(slow) : List.of());
    model.put("inHand", live ? tasks.inHand(job, SHOWN) : List.of());
    model.put("delayed", delayed);
    model.put("dead", dead);
    model.put("reasons", live ? reasons(job) : List.of());
    model.put("steps", steps(job, Viewer.of(request)));
    model.put("queues", queues.leaves());
    model.put("now", clock.instant());
    return pages.page(request, "job", model);
  }

  private List<Obstacle> reasons(Job job) {
    return waits.of(job).map(Wait::obstacles).orElse(List.of());
  }

  /** What is offered: what the job's state lets be done, and this person may do. */
  private Map<String, Boolean> steps(Job job, Viewer viewer) {
    Map<String, Boolean> steps = new HashMap<>();
    boolean may = viewer.may(() -> steering.checkChange(viewer.user(), job.id()));
    Consumer<String> offer = name -> steps.put(name, may);
    JobState state = job.state();
    if (!state.ended()) {
      offer.accept("cancel");
      offer.accept("move");
      offer.accept(state == JobState.PAUSED ? "resume" : "pause");
    } else {
      offer.accept("replay");
    }
    if (state != JobState.CANCELLED && job.stages().stream().anyMatch(s -> s.dead() > 0)) {
      offer.accept("retry");
    }
    for (String name : List.of("cancel", "move", "resume", "pause", "replay", "retry")) {
      steps.putIfAbsent(name, false);
    }
    return steps;
  }
}
