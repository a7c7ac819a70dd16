package org.millrace.routes.completion;

import java.io.IOException;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.objects.ObjectStore;

/** Deals with the input of a job that has completed, as its source asks. May be repeated. */
public final class ArchiveInput {
  private final ObjectStore objects;

  public ArchiveInput(ObjectStore objects) {
    this.objects = objects;
  }

  /** Moves or deletes exactly the version that was read; a newer one stays. */
  public void archive(Job job) throws IOException {
    if (job.disposal() == Disposal.ARCHIVE) {
      objects.move(
          job.input(), "archive", job.source() + "/" + job.id() + "/" + job.input().name());
    } else if (job.disposal() == Disposal.DELETE) {
      objects.delete(job.input());
    }
  }
}
