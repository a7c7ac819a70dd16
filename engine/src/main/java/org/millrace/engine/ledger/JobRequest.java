package org.millrace.engine.ledger;

import java.util.Map;
import org.millrace.engine.objects.ObjectRef;

/**
 * Asks the ledger to open a job for one object.
 *
 * @param pipeline name of the pipeline that runs it
 * @param queue leaf of the scheduling tree, such as {@code root.partners.acme}
 * @param source where it came from
 * @param owner who submitted it; the source's name when nobody did
 * @param input the object; its bucket, key and etag identify the job
 * @param disposal what happens to the input when the job has completed
 * @param settings fixed for the job's life: format, charset, zone of its source
 */
public record JobRequest(
    String pipeline,
    String queue,
    String source,
    String owner,
    ObjectRef input,
    Disposal disposal,
    Map<String, String> settings) {

  /**
   * What becomes of an input that was read to its end. Never done before the job has ended well.
   */
  public enum Disposal {
    KEEP,
    ARCHIVE,
    DELETE
  }

  public JobRequest {
    settings = Map.copyOf(settings);
  }
}
