package org.millrace.routes.completion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of ending jobs. One that fails is left for the next round and holds no other up. */
final class EndJobs implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(EndJobs.class);

  private final Completion completion;
  private final ArchiveInput archive;
  private final Runnable completed;
  private final Consumer<List<Job>> ended;

  EndJobs(
      Completion completion, ArchiveInput archive, Runnable completed, Consumer<List<Job>> ended) {
    this.ended = ended;
    this.completion = completion;
    this.archive = archive;
    this.completed = completed;
  }

  @Override
  public void process(Exchange exchange) {
    List<Long> published = which(completion.ready(), id -> id, "publish", completion::publish);
    if (!published.isEmpty()) {
      completion.complete(published);
      completed.run();
    }
    List<Job> tidied = which(completion.untidied(), Job::id, "tidy", this::tidy);
    if (!tidied.isEmpty()) {
      completion.tidied(tidied);
      ended.accept(tidied);
    }
  }

  private void tidy(Job job) throws IOException {
    if (job.state() == JobState.COMPLETED) {
      archive.run(job);
    }
    completion.removeIntermediate(job);
  }

  /** Those with which the step succeeded. */
  private static <T> List<T> which(List<T> jobs, ToLongFunction<T> id, String what, Step<T> step) {
    List<T> done = new ArrayList<>();
    for (T job : jobs) {
      try {
        step.run(job);
        done.add(job);
      } catch (IOException | RuntimeException e) {
        LOG.error(
            "Job {}: could not {} it, trying again: {}", id.applyAsLong(job), what, e.toString());
      }
    }
    return done;
  }

  private interface Step<T> {
    void run(T job) throws IOException;
  }
}
