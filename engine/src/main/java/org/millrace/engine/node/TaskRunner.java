package org.millrace.engine.node;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.millrace.engine.analytics.JobTimes;
import org.millrace.engine.analytics.Meter;
import org.millrace.engine.analytics.TaskMeter;
import org.millrace.engine.analytics.Timings.Step;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobFacts;
import org.millrace.engine.ledger.Parts;
import org.millrace.engine.ledger.PausedJobs;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.replay.KeptInputs;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.task.ClaimCheck;
import org.millrace.engine.task.Headers;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.task.TaskRun;
import org.millrace.engine.task.TaskTracer;
import org.millrace.engine.transport.StoreLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;

/** Runs one task through its stage's route and says how it ended. Thread-safe. */
final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final Database db;
  private final JobFacts facts;
  private final PausedJobs paused;
  private final ObjectStore objects;
  private final FailurePolicy failures;
  private final DiskSpace disk;
  private final Meter meter;
  private final Machine machine;
  private final Clock clock;
  private final Supplier<TaskTracer> tracer;
  private final KeptInputs kept;

  TaskRunner(
      Database db,
      JobFacts facts,
      PausedJobs paused,
      ObjectStore objects,
      FailurePolicy failures,
      DiskSpace disk,
      Meter meter,
      Machine machine,
      Clock clock,
      Supplier<TaskTracer> tracer,
      KeptInputs kept) {
    this.kept = kept;
    this.db = db;
    this.facts = facts;
    this.paused = paused;
    this.objects = objects;
    this.failures = failures;
    this.disk = disk;
    this.meter = meter;
    this.machine = machine;
    this.clock = clock;
    this.tracer = tracer;
  }

  /**
   * @param limit of the calling thread
   * @param seen of the calling thread
   */
  Outcome run(
      Task task, String queue, Stage stage, StageOptions options, TimeLimit limit, TaskMeter seen) {
    if (paused.contains(task.jobId())) {
      return new Outcome.Parked(task);
    }
    JobFacts.Facts job = facts.of(task.jobId());
    TaskRun run = new TaskRun(task, stage.name(), queue, job.source(), job.settings(), objects);
    MDC.put("job", Long.toString(task.jobId()));
    MDC.put("task", task.uid().toString());
    if (!seen.isOn()) {
      return traced(run, task, job, stage, options, limit);
    }
    long begun = machine.nanoTime();
    long now = clock.millis();
    long waited = task.readyAt() == 0 ? -1 : Math.max(0, now - task.readyAt());
    seen.begun(new JobTimes.Run(task.jobId(), stage.name(), task.uid(), task.attempt(), now));
    try {
      return traced(run, task, job, stage, options, limit);
    } finally {
      seen.ended(
          stage.name(),
          queue,
          job.source(),
          job.pipeline(),
          machine.nanoTime() - begun,
          waited,
          run.bytes());
    }
  }

  /** What a new container has in hand first: how long its lane had waited for one. */
  void firstClaimed(List<Task> batch) {
    if (meter.isOn() && !batch.isEmpty() && batch.get(0).readyAt() > 0) {
      long millis = Math.max(0, clock.millis() - batch.get(0).readyAt());
      meter.timings().took(Step.GRANT, TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  private Outcome traced(
      TaskRun run,
      Task task,
      JobFacts.Facts job,
      Stage stage,
      StageOptions options,
      TimeLimit limit) {
    TaskTracer by = tracer.get();
    if (by == TaskTracer.NONE) {
      return run(run, task, job, stage, options, limit);
    }
    Object parent = Headers.read(task.headers()).get(TaskTracer.HEADER);
    TaskTracer.Trail span =
        by.begin(
            new TaskTracer.Started(
                stage.name(),
                run.queue(),
                job.pipeline(),
                job.source(),
                task.jobId(),
                job.submittedAt(),
                run.taskId(),
                task.attempt(),
                parent == null ? null : parent.toString()));
    run.trace(span.parentOfWhatItSends());
    Outcome outcome = null;
    try {
      outcome = run(run, task, job, stage, options, limit);
      return outcome;
    } finally {
      span.end(error(outcome));
    }
  }

  /** Null when it ended well. */
  private static String error(Outcome outcome) {
    if (outcome instanceof Outcome.Retry retry) {
      return retry.failure().error();
    } else if (outcome instanceof Outcome.Dead dead) {
      return dead.failure().error();
    } else if (outcome instanceof Outcome.Rejected rejected) {
      return rejected.reason();
    }
    return outcome == null ? "the container failed" : null;
  }

  private Outcome run(
      TaskRun run,
      Task task,
      JobFacts.Facts job,
      Stage stage,
      StageOptions options,
      TimeLimit limit) {
    limit.begin(options.timeout());
    try {
      Exchange exchange = stage.newExchange();
      run.begin(exchange, job.moved()::in);
      if (options.isBarrier()) {
        long from = job.partsOf(task.jobId(), stage.name());
        exchange
            .getMessage()
            .setBody(new Parts(db, new ClaimCheck(objects), from, stage.name(), job.moved()));
      }
      stage.run(exchange);
      limit.end();
      Throwable error = exchange.getException();
      if (error == null && exchange.isRollbackOnly()) {
        error = new IllegalStateException("the route marked the exchange for rollback");
      }
      return error == null
          ? run.done()
          : failed(run, task, options, limit.explain(error), job.stream());
    } catch (Exception | LinkageError | StackOverflowError e) {
      limit.end();
      return failed(run, task, options, limit.explain(e), job.stream());
    }
  }

  /**
   * Keeps what the tasks that were done were given, where their stage is to: before they are
   * settled, so that nothing of a completed job is missing.
   */
  void keep(List<Outcome> outcomes, String stage) {
    Map<Long, List<Task>> done = new TreeMap<>();
    for (Outcome each : outcomes) {
      if (each instanceof Outcome.Done) {
        done.computeIfAbsent(each.task().jobId(), job -> new ArrayList<>()).add(each.task());
      }
    }
    try {
      done.forEach((job, tasks) -> kept.add(job, stage, tasks));
    } catch (DataAccessException e) {
      throw Database.unreachable(e) ? new StoreLostException(e) : e;
    }
  }

  /**
   * Removes what attempts wrote that came too late: their job may have ended meanwhile, and nobody
   * else would.
   */
  void forget(List<Task> tasks, String stage) {
    for (Task task : tasks) {
      try {
        objects.deleteAll(TaskRun.BUCKET, TaskRun.prefix(task, stage));
      } catch (IOException e) {
        LOG.warn("What task {} wrote is left in bucket work: {}", task.uid(), e.getMessage());
      }
    }
  }

  private Outcome failed(
      TaskRun run, Task task, StageOptions options, Throwable error, boolean stream) {
    run.abandon();
    if (disk.isShort()) {
      LOG.warn(
          "Job {}: an attempt at {} counts for nothing: {}",
          task.jobId(),
          run.stage(),
          disk.refusal().getMessage());
      return new Outcome.Parked(task);
    }
    Outcome outcome = failures.failed(task, options, error, stream);
    String what = "Job {}: an attempt at {} failed ({} of {}), ";
    if (outcome instanceof Outcome.Retry retry) {
      LOG.warn(
          what + "the next is in {} ms: {}",
          task.jobId(),
          run.stage(),
          task.attempt(),
          options.maxAttempts(),
          retry.delay().toMillis(),
          retry.failure().error());
    } else if (outcome instanceof Outcome.Dead) {
      // With the trace: this is the last that is heard of it.
      LOG.warn(
          what + "the task is dead",
          task.jobId(),
          run.stage(),
          task.attempt(),
          options.maxAttempts(),
          error);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      LOG.warn("Job {} fails, its input is bad: {}", task.jobId(), rejected.reason());
    }
    return outcome;
  }
}
