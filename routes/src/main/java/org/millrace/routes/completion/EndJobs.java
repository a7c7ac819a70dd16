package org.millrace.routes.completion;

import java.io.IOException;
import java.util.List;
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

  EndJobs(Completion completion, ArchiveInput archive, Runnable completed) {
    this.completion = completion;
    this.archive = archive;
    this.completed = completed;
  }

  @Override
  public void process(Exchange exchange) {
    List<Long> ready = completion.ready();
    for (long job : ready) {
      trying("complete", job, () -> completion.complete(job));
    }
    if (!ready.isEmpty()) {
      completed.run();
    }
    for (Job job : completion.untidied()) {
      trying("tidy", job.id(), () -> tidy(job));
    }
  }

  private void tidy(Job job) throws IOException {
    if (job.state() == JobState.COMPLETED) {
      archive.run(job);
    }
    completion.tidy(job);
  }

  private void trying(String what, long job, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      LOG.error("Job {}: could not {} it, trying again: {}", job, what, e.toString());
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
