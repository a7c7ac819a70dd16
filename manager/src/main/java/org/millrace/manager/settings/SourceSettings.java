package org.millrace.manager.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A source of work.
 *
 * @param bucket watched bucket
 * @param prefix keys under it belong to this source; ends in {@code /} unless it was declared empty
 * @param format name of a log format; empty when it is found from the first lines
 * @param charset name of a charset; empty for the format's own default
 * @param zone time zone of times that name none; empty for UTC
 * @param archive what becomes of an input once it was read well
 * @param window how messages become jobs
 * @param sqs name or address of an SQS queue of its messages; empty for none
 * @param events name or address of an SQS queue of S3 events about its objects; empty for none
 * @param near names of workers or hosts at which its data is; empty for none in particular
 */
public record SourceSettings(
    String name,
    String bucket,
    String prefix,
    Optional<String> format,
    Optional<String> charset,
    Optional<String> zone,
    String pipeline,
    String queue,
    Archive archive,
    Window window,
    Optional<String> sqs,
    Optional<String> events,
    List<String> near) {

  /**
   * Messages that come together in one job.
   *
   * @param time after the first message, in which further ones join it
   * @param count of messages with which it is full
   */
  public record Window(Duration time, int count) {
    static final Window DEFAULT = new Window(Duration.ofMinutes(1), 10_000);
  }

  /** What becomes of an input once its job has completed. */
  public enum Archive {
    /** Moved under the bucket {@code archive}. */
    MOVE,
    /** Left where it is. */
    KEEP,
    /** Deleted. */
    DELETE
  }

  static final String DEFAULT_BUCKET = "inbox";
  static final String DEFAULT_PIPELINE = "b2b-logs";

  /** A folder in the inbox that {@code millrace.yaml} says nothing of. */
  public static SourceSettings undeclared(String name) {
    return new SourceSettings(
        name,
        DEFAULT_BUCKET,
        name + "/",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_PIPELINE,
        defaultQueue(name),
        Archive.MOVE,
        Window.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static String defaultQueue(String name) {
    return "root.partners." + queueName(name);
  }

  /** What stands for a name in the path of a queue. */
  static String queueName(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
