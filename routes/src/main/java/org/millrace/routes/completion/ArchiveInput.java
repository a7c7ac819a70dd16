package org.millrace.routes.completion;

import java.io.IOException;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does with a completed job's input what its source says: keeps it, moves it to {@code
 * archive/SOURCE/JOB/NAME}, or deletes it. Only the version the job has read is touched: one that
 * has taken its place stays. May be run again at any time, as after a crash. Thread-safe.
 */
public final class ArchiveInput {

  public static final String BUCKET = "archive";

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveInput.class);

  private final ObjectStore objects;

  public ArchiveInput(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * @throws IOException the store failed; run it again
   * @throws IllegalStateException the job has not completed
   */
  public void run(Job job) throws IOException {
    if (job.state() != JobState.COMPLETED) {
      throw new IllegalStateException(
          "job "
              + job.id()
              + ": its input may be put away only once it is COMPLETED, was "
              + job.state()
              + ". Indicates a bug.");
    }
    switch (job.disposal()) {
      case KEEP -> LOG.debug("{}: kept, input of job {}", job.input(), job.id());
      case ARCHIVE -> archive(job);
      case DELETE -> {
        // What came with a submission goes with what the job has kept: it may be run again.
        if (!job.isUpload()) {
          delete(job);
        }
      }
    }
  }

  /** Where the input of a job is archived. */
  public static String key(Job job) {
    return job.source() + "/" + job.id() + "/" + job.input().name();
  }

  private void archive(Job job) throws IOException {
    ObjectRef input = job.input();
    if (objects.move(input, BUCKET, key(job))) {
      LOG.debug("{}: moved to {}/{}", input, BUCKET, key(job));
    } else if (objects.find(BUCKET, key(job)).isPresent()) {
      LOG.debug("{}: was moved to {}/{} before", input, BUCKET, key(job));
    } else {
      LOG.info(
          "{}: not archived for job {}, as the version it read is no longer there",
          input,
          job.id());
    }
  }

  private void delete(Job job) throws IOException {
    if (!objects.delete(job.input())) {
      LOG.info(
          "{}: not deleted for job {}, as the version it read is no longer there",
          job.input(),
          job.id());
    }
  }
}
