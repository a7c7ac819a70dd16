package org.millrace.engine.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Deterministic task ids: the same work repeated gives the same ids, so a repeat can be recognised.
 */
public final class TaskIds {
  private TaskIds() {}

  /** The first task of a job. */
  public static UUID entry(long jobId, String stage) {
    return hash("job:" + jobId + ":" + stage);
  }

  /** The one task of a barrier stage of a job. */
  public static UUID barrier(long jobId, String stage) {
    return hash("barrier:" + jobId + ":" + stage);
  }

  /** A delivery from outside, by the id that its sender gave it. */
  public static UUID receipt(String source, String id) {
    return hash("delivery:" + source.length() + ":" + source + ":" + id);
  }

  /** The {@code index}-th message of a delivery from outside. */
  public static UUID message(UUID receipt, int index) {
    return hash("message:" + receipt + ":" + index);
  }

  /** What a task was given, as a task of another job that begins with it. */
  public static UUID restored(long jobId, UUID task) {
    return hash("restored:" + jobId + ":" + task);
  }

  /** The same task sent once more, for the reason that this number stands for. */
  static UUID again(UUID task, long number) {
    return hash("again:" + task + ":" + number);
  }

  /** The {@code index}-th message that a task sends to a stage. */
  static UUID child(UUID parent, String stage, String index) {
    return hash(parent + ":" + stage + ":" + index);
  }

  private static UUID hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      ByteBuffer bits = ByteBuffer.wrap(digest);
      return new UUID(bits.getLong(), bits.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
