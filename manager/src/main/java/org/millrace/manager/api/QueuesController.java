package org.millrace.manager.api;

import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.node.Scheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows who gets the containers, and why a job waits for its own. */
@RestController
final class QueuesController {
  private final Scheduler scheduler;
  private final JobLedger ledger;

  QueuesController(Scheduler scheduler, JobLedger ledger) {
    this.scheduler = scheduler;
    this.ledger = ledger;
  }

  /** The whole tree, from the root. */
  @GetMapping("/api/v1/queues")
  QueueView queues() {
    return QueueView.of(scheduler.queues());
  }

  /** For a job that has ended, an explanation that says so. */
  @GetMapping("/api/v1/jobs/{id}/explanation")
  ExplanationView explanation(@PathVariable String id) {
    Job job = Jobs.find(ledger, id);
    if (job.state().ended()) {
      return ExplanationView.withoutScheduler(job);
    }
    return scheduler
        .explain(job.id())
        .map(ExplanationView::of)
        .orElseGet(() -> ExplanationView.withoutScheduler(job));
  }
}
