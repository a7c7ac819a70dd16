package org.millrace.routes.intake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.millrace.engine.intake.StreamSource;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.objects.ObjectRef;

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
 * @param streams what else of it comes in
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
    JobRequest.Disposal disposal,
    Streams streams) {

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
    Objects.requireNonNull(streams, "streams");
  }

  /**
   * What comes to a source besides the objects that are found by listing.
   *
   * @param time how long a window of messages stays open
   * @param count of messages that closes it at once
   * @param sqs name or address of an SQS queue of its messages
   * @param events name or address of an SQS queue of the S3 events of its objects
   */
  public record Streams(Duration time, int count, Optional<String> sqs, Optional<String> events) {
    public static final Streams NONE =
        new Streams(Duration.ofMinutes(1), 10_000, Optional.empty(), Optional.empty());
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
        JobRequest.Disposal.ARCHIVE,
        Streams.NONE);
  }

  public Source withPlace(String newBucket, String newPrefix) {
    return new Source(
        name, newBucket, newPrefix, format, charset, zone, pipeline, queue, disposal, streams);
  }

  public Source withText(
      Optional<String> newFormat, Optional<String> newCharset, Optional<String> newZone) {
    return new Source(
        name, bucket, prefix, newFormat, newCharset, newZone, pipeline, queue, disposal, streams);
  }

  public Source withRun(String newPipeline, String newQueue, JobRequest.Disposal newDisposal) {
    return new Source(
        name, bucket, prefix, format, charset, zone, newPipeline, newQueue, newDisposal, streams);
  }

  public Source withStreams(Streams newStreams) {
    return new Source(
        name, bucket, prefix, format, charset, zone, pipeline, queue, disposal, newStreams);
  }

  boolean holds(String inBucket, String key) {
    return bucket.equals(inBucket) && key.startsWith(prefix);
  }

  /** Asks for a job over one of its objects. */
  public JobRequest request(ObjectRef object) {
    return new JobRequest(pipeline, queue, name, name, object, disposal, settings());
  }

  /** Its messages, and the windows in which they become jobs. */
  public StreamSource stream() {
    return new StreamSource(
        name, pipeline, queue, name, settings(), streams.time(), streams.count());
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
