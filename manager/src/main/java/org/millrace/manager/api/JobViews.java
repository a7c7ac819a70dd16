package org.millrace.manager.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.waiting.Wait;
import org.millrace.engine.waiting.Waits;
import org.millrace.scheduling.manager.Reason.Kind;
import org.springframework.web.util.UriUtils;

/** Turns the ledger's jobs into what the API gives. Thread-safe. */
public final class JobViews {
  private final Progress progress;
  private final Waits waits;
  private final Catalog catalog;

  JobViews(Progress progress, Waits waits, Catalog catalog) {
    this.progress = progress;
    this.waits = waits;
    this.catalog = catalog;
  }

  /**
   * A job among others: why it waits is said as its counts tell, without asking the scheduler.
   *
   * @param root scheme, host and port under which the caller reached us
   */
  public JobView listed(Job job, URI root) {
    Collection<StageProgress> stages = progress.stages(job);
    return view(job, root, stages, waiting(job, stages));
  }

  /** A job alone: the scheduler explains why it waits. */
  public JobView view(Job job, URI root) {
    Collection<StageProgress> stages = progress.stages(job);
    if (!job.state().ended() && catalog.pipeline(job.pipeline()).isEmpty()) {
      return view(job, root, stages, ExplanationView.noRoute(job));
    }
    return view(job, root, stages, explained(job, stages));
  }

  private String explained(Job job, Collection<StageProgress> stages) {
    String waiting = waiting(job, stages);
    boolean idle = stages.stream().noneMatch(stage -> stage.running() > 0);
    if (job.state() == JobState.PAUSED || job.state().ended() || !idle) {
      return waiting;
    }
    return waits
        .of(job)
        .filter(each -> !each.dominant().kind().equals(Kind.ASKS_FOR_NOTHING.name()))
        .map(Wait::sentence)
        .orElse(waiting);
  }

  private JobView view(Job job, URI root, Collection<StageProgress> stages, String waiting) {
    double done = progress.of(job);
    return new JobView(
        job.id(),
        job.pipeline(),
        job.queue(),
        job.source(),
        job.owner(),
        new JobView.Input(job.input().bucket(), job.input().key(), job.input().size()),
        job.state(),
        job.submittedAt(),
        job.startedAt().orElse(null),
        job.finishedAt().orElse(null),
        done,
        progress.etaSeconds(job, done),
        stages.stream().map(JobViews::stage).toList(),
        results(job, root),
        waiting,
        job.error().orElse(null),
        job.origin()
            .map(origin -> new JobView.ReplayOf(origin.job(), origin.stage().orElse(null)))
            .orElse(null));
  }

  private static JobView.Stage stage(StageProgress stage) {
    return new JobView.Stage(
        stage.name(), stage.created(), stage.done(), stage.failed(), stage.dead(), stage.running());
  }

  private static List<JobView.Result> results(Job job, URI root) {
    return job.results().stream()
        .map(
            result ->
                new JobView.Result(
                    result.name(),
                    result.size(),
                    root.resolve("/api/v1/jobs/" + job.id() + "/results/" + segment(result.name()))
                        .toString()))
        .toList();
  }

  private static String segment(String name) {
    return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
  }

  private static String waiting(Job job, Collection<StageProgress> stages) {
    if (job.state() == JobState.ACCEPTED) {
      return "waits for its turn in queue " + job.queue();
    }
    if (job.state() == JobState.PAUSED) {
      return "paused";
    }
    long running = stages.stream().mapToLong(StageProgress::running).sum();
    long waiting = stages.stream().mapToLong(StageProgress::waiting).sum();
    return job.state() == JobState.ACTIVE && running == 0 && waiting > 0
        ? waiting + (waiting == 1 ? " task waits" : " tasks wait") + " for a free container"
        : null;
  }
}
