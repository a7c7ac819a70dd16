package org.millrace.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.millrace.engine.Json;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;

/**
 * Tasks as bytes under a {@link Seal}. Plain fields, so nothing is ever deserialised by a class
 * that a message names. Thread-safe.
 */
public final class TaskCodec {
  private static final byte ONE = 1;
  private static final byte SEVERAL = 2;
  private static final int ID = 16;

  /** What every message has: version, id, job, attempt, two bits, three lengths. */
  private static final int FIXED = 1 + ID + 8 + 4 + 2 + 2 + 4 + 4;

  private static final int LONGEST_TYPE = 0xFFFF;
  private static final TypeReference<List<Failure>> FAILURES = new TypeReference<>() {};

  private final Seal seal;

  public TaskCodec(Seal seal) {
    this.seal = seal;
  }

  /**
   * @param task one, or what {@link Packing} made of several
   * @param message tells a copy of this publication from another; null where none can be
   */
  public record Sealed(Task task, UUID message, int tasks) {
    public Sealed(Task task, UUID message) {
      this(task, message, 1);
    }
  }

  /**
   * @param destination where it is sent; only there it can be read
   */
  public byte[] write(String destination, Sealed sealed) {
    Task task = sealed.task();
    byte[] type = task.body().contentType().getBytes(UTF_8);
    byte[] headers = utf8(task.headers());
    byte[] failures = task.failures().isEmpty() ? null : Json.bytes(task.failures());
    byte[] body = task.body().bytes();
    if (type.length > LONGEST_TYPE) {
      throw new IllegalArgumentException(
          "content type: must have at most %d bytes, had %d".formatted(LONGEST_TYPE, type.length));
    }
    int length =
        FIXED
            + (sealed.message() == null ? 0 : ID)
            + (sealed.tasks() == 1 ? 0 : Integer.BYTES)
            + (type.length + length(headers) + length(failures) + body.length);
    byte[] all = new byte[length + Seal.LENGTH];
    ByteBuffer out = ByteBuffer.wrap(all);
    out.put(sealed.tasks() == 1 ? ONE : SEVERAL);
    if (sealed.tasks() > 1) {
      out.putInt(sealed.tasks());
    }
    put(task.uid(), out);
    out.putLong(task.jobId()).putInt(task.attempt());
    out.put(bit(task.solo())).put(bit(sealed.message() != null));
    if (sealed.message() != null) {
      put(sealed.message(), out);
    }
    out.putShort((short) type.length).put(type);
    put(headers, out);
    put(failures, out);
    out.put(body);
    seal.put(destination, all, length);
    return all;
  }

  /** Empty when it was not written by Millrace for this destination, or was altered. */
  public Optional<Sealed> read(String destination, byte[] bytes) {
    if (!seal.ends(destination, bytes)) {
      return Optional.empty();
    }
    return Optional.of(read(ByteBuffer.wrap(bytes, 0, bytes.length - Seal.LENGTH)));
  }

  private static Sealed read(ByteBuffer in) {
    byte version = in.get();
    if (version != ONE && version != SEVERAL) {
      throw new IllegalStateException(
          "a sealed message cannot be read: version is %d, known are %d and %d"
              .formatted(version, ONE, SEVERAL));
    }
    int tasks = version == ONE ? 1 : in.getInt();
    UUID uid = id(in);
    long job = in.getLong();
    int attempt = in.getInt();
    boolean solo = in.get() != 0;
    UUID message = in.get() != 0 ? id(in) : null;
    String type = new String(bytes(in, Short.toUnsignedInt(in.getShort())), UTF_8);
    byte[] headers = bytes(in, in.getInt());
    byte[] failures = bytes(in, in.getInt());
    Body body = new Body(type, bytes(in, in.remaining()));
    return new Sealed(
        new Task(
            0,
            uid,
            job,
            attempt,
            solo,
            headers == null ? null : new String(headers, UTF_8),
            body,
            failures == null ? List.of() : Json.read(new String(failures, UTF_8), FAILURES)),
        message,
        tasks);
  }

  private static byte bit(boolean value) {
    return (byte) (value ? 1 : 0);
  }

  private static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void put(UUID id, ByteBuffer out) {
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID id(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private static void put(byte[] bytes, ByteBuffer out) {
    out.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.put(bytes);
    }
  }

  /** Null for a length below zero. */
  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
