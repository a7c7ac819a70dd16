package org.millrace.routes.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.millrace.engine.ledger.JobRequest;

/**
 * Where work comes from, and what becomes of it. Every part but the name has a default; {@link
 * #named} gives them all.
 *
 * @param name as it stands in jobs and summaries
 * @param bucket bucket that is watched
 * @param prefix keys that belong to the source; the longest prefix of several wins
 * @param format of its records; empty to detect it from the first lines
 * @param charset of its text; empty for the format's own
 * @param zone of times without one; empty for UTC
 * @param pipeline that runs its jobs
 * @param queue leaf of the scheduling tree its jobs wait in
 * @param disposal what becomes of an input whose job has completed
 */
public record Source(
    String name,
    String bucket,
    String prefix,
    Optional<String> format,
    Optional<String> charset,
    Optional<String> zone,
    String pipeline,
    String queue,
    JobRequest.Disposal disposal) {

  /** The bucket whose folders are sources by themselves. */
  public static final String INBOX = "inbox";

  public static final String DEFAULT_PIPELINE = "b2b-logs";

  public Source {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(disposal, "disposal");
  }

  /** A source with every default: the folder of its name in the inbox. */
  public static Source named(String name) {
    return new Source(
        name,
        INBOX,
        name + "/",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_PIPELINE,
        "root.partners." + name.replaceAll("[^A-Za-z0-9_-]", "_"),
        JobRequest.Disposal.ARCHIVE);
  }

  public Source withPlace(String newBucket, String newPrefix) {
    return new Source(name, newBucket, newPrefix, format, charset, zone, pipeline, queue, disposal);
  }

  public Source withText(
      Optional<String> newFormat, Optional<String> newCharset, Optional<String> newZone) {
    return new Source(
        name, bucket, prefix, newFormat, newCharset, newZone, pipeline, queue, disposal);
  }

  public Source withRun(String newPipeline, String newQueue, JobRequest.Disposal newDisposal) {
    return new Source(
        name, bucket, prefix, format, charset, zone, newPipeline, newQueue, newDisposal);
  }

  boolean holds(String inBucket, String key) {
    return bucket.equals(inBucket) && key.startsWith(prefix);
  }

  /** What a job of this source is opened with: {@code format}, {@code charset}, {@code zone}. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    format.ifPresent(value -> settings.put("format", value));
    charset.ifPresent(value -> settings.put("charset", value));
    zone.ifPresent(value -> settings.put("zone", value));
    return settings;
  }
}
