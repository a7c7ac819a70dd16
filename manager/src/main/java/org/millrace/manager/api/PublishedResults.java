package org.millrace.manager.api;

import java.io.IOException;
import java.util.List;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.errors.DidYouMean;

/** Finds the objects that jobs have published. Thread-safe. */
public final class PublishedResults {
  private static final String BUCKET = "results";

  private final ObjectStore objects;

  PublishedResults(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Only what the job lists: no key is built from a name that somebody made up.
   *
   * @throws ApiException 404 when the job has no such result, or it was deleted
   */
  public ObjectRef find(Job job, String name) throws IOException {
    List<String> names = job.results().stream().map(JobResult::name).toList();
    if (!names.contains(name)) {
      throw ApiException.notFound(
          "result of job " + job.id(),
          "must be one that the job has published",
          name,
          DidYouMean.remedy(name, names));
    }
    return objects
        .find(BUCKET, job.id() + "/" + name)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "result " + name + " of job " + job.id(),
                    "was published, but has been deleted from bucket " + BUCKET,
                    "",
                    "submit the input again"));
  }
}
