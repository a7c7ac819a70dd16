package org.millrace.manager.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.security.Users;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows who gets the containers, and why a job waits for its own; pauses and drains queues. */
@RestController
final class QueuesController {
  private final Scheduler scheduler;
  private final Steering steering;
  private final JobLedger ledger;
  private final Catalog catalog;
  private final Waits waits;
  private final QueueMarks drained;

  QueuesController(
      Scheduler scheduler,
      Steering steering,
      JobLedger ledger,
      Catalog catalog,
      Waits waits,
      QueueMarks drainedQueues) {
    this.drained = drainedQueues;
    this.waits = waits;
    this.catalog = catalog;
    this.scheduler = scheduler;
    this.steering = steering;
    this.ledger = ledger;
  }

  /** The whole tree, from the root. */
  @GetMapping("/api/v1/queues")
  QueueView queues() {
    Map<String, Mark> drains = byQueue(drained.all());
    QueueSnapshot root = scheduler.queues();
    for (String queue : drains.keySet()) {
      root = root.with(queue);
    }
    return QueueView.of(root, pauses(), drains);
  }

  /**
   * What somebody has said of a queue itself.
   *
   * @param pausedBy null when it is not paused
   * @param pausedSince null when it is not paused
   * @param drainedBy null when it is not drained
   * @param drainedSince null when it is not drained
   */
  record HoldView(
      String queue,
      boolean paused,
      String pausedBy,
      Instant pausedSince,
      boolean drained,
      String drainedBy,
      Instant drainedSince) {}

  /**
   * Gives a queue and all below it no more containers until it is resumed; those they have end
   * after the task in hand. Jobs are accepted as before. A second pause changes nothing.
   */
  @PostMapping("/api/v1/queues/{queue}/pause")
  HoldView pause(@PathVariable String queue, Principal user) {
    steering.pause(Users.of(user), QueuePaths.any(queue));
    return view(queue);
  }

  /**
   * Has a queue and all below it take no new jobs until it is resumed; those that are there go on
   * to their end, and what sources bring waits where it is. A second time changes nothing.
   */
  @PostMapping("/api/v1/queues/{queue}/drain")
  HoldView drain(@PathVariable String queue, Principal user) {
    steering.drain(Users.of(user), QueuePaths.any(queue));
    return view(queue);
  }

  /** Ends a pause and a drain of this queue. 409 when it is neither paused nor drained itself. */
  @PostMapping("/api/v1/queues/{queue}/resume")
  HoldView resume(@PathVariable String queue, Principal user) {
    steering.resume(Users.of(user), QueuePaths.any(queue));
    return view(queue);
  }

  private HoldView view(String queue) {
    Optional<Mark> pause = Optional.ofNullable(pauses().get(queue));
    Optional<Mark> drain = Optional.ofNullable(byQueue(drained.all()).get(queue));
    return new HoldView(
        queue,
        pause.isPresent(),
        pause.map(Mark::by).orElse(null),
        pause.map(Mark::since).orElse(null),
        drain.isPresent(),
        drain.map(Mark::by).orElse(null),
        drain.map(Mark::since).orElse(null));
  }

  private Map<String, Mark> pauses() {
    return byQueue(scheduler.pauses());
  }

  private static Map<String, Mark> byQueue(List<Mark> marks) {
    return marks.stream().collect(Collectors.toMap(Mark::queue, Function.identity()));
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
