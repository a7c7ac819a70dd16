package org.millrace.manager.api;

import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.PausedQueues.Pause;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.security.Users;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows who gets the containers, and why a job waits for its own; pauses queues. */
@RestController
final class QueuesController {
  private final Scheduler scheduler;
  private final Steering steering;
  private final JobLedger ledger;
  private final Catalog catalog;
  private final Waits waits;

  QueuesController(
      Scheduler scheduler, Steering steering, JobLedger ledger, Catalog catalog, Waits waits) {
    this.waits = waits;
    this.catalog = catalog;
    this.scheduler = scheduler;
    this.steering = steering;
    this.ledger = ledger;
  }

  /** The whole tree, from the root. */
  @GetMapping("/api/v1/queues")
  QueueView queues() {
    return QueueView.of(scheduler.queues(), pauses());
  }

  /**
   * @param pausedBy null when it is not paused
   * @param pausedSince null when it is not paused
   */
  record PauseView(String queue, boolean paused, String pausedBy, Instant pausedSince) {}

  /**
   * Gives a queue and all below it no more containers until it is resumed; those they have end
   * after the task in hand. Jobs are accepted as before. A second pause changes nothing.
   */
  @PostMapping("/api/v1/queues/{queue}/pause")
  PauseView pause(@PathVariable String queue, Principal user) {
    steering.pause(Users.of(user), QueuePaths.any(queue));
    return view(queue);
  }

  /** Ends a pause of this queue. 409 when it is not paused itself. */
  @PostMapping("/api/v1/queues/{queue}/resume")
  PauseView resume(@PathVariable String queue, Principal user) {
    steering.resume(Users.of(user), QueuePaths.any(queue));
    return view(queue);
  }

  private PauseView view(String queue) {
    return Optional.ofNullable(pauses().get(queue))
        .map(pause -> new PauseView(queue, true, pause.by(), pause.since()))
        .orElse(new PauseView(queue, false, null, null));
  }

  private Map<String, Pause> pauses() {
    return scheduler.pauses().stream().collect(Collectors.toMap(Pause::queue, Function.identity()));
  }

  /** For a job that has ended, an explanation that says so. */
  @GetMapping("/api/v1/jobs/{id}/explanation")
  ExplanationView explanation(@PathVariable String id) {
    Job job = Jobs.find(ledger, id);
    if (job.state().ended()) {
      return ExplanationView.withoutScheduler(job);
    }
    if (catalog.pipeline(job.pipeline()).isEmpty()) {
      return ExplanationView.withoutRoute(job);
    }
    return waits
        .of(job)
        .map(ExplanationView::of)
        .orElseGet(() -> ExplanationView.withoutScheduler(job));
  }
}
