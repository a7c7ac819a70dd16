package org.millrace.engine.transport;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
  private static final byte VERSION = 1;
  private static final TypeReference<List<Failure>> FAILURES = new TypeReference<>() {};

  private final Seal seal;

  public TaskCodec(Seal seal) {
    this.seal = seal;
  }

  /**
   * @param message tells a copy of this publication from another; null where none can be
   */
  public record Sealed(Task task, UUID message) {}

  /**
   * @param destination where it is sent; only there it can be read
   */
  public byte[] write(String destination, Sealed sealed) {
    try {
      ByteArrayOutputStream bytes =
          new ByteArrayOutputStream(256 + sealed.task().body().bytes().length + Seal.LENGTH);
      write(sealed, new DataOutputStream(bytes));
      int length = bytes.size();
      bytes.write(new byte[Seal.LENGTH]);
      byte[] all = bytes.toByteArray();
      seal.put(destination, all, length);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when it was not written by Millrace for this destination, or was altered. */
  public Optional<Sealed> read(String destination, byte[] bytes) {
    if (!seal.ends(destination, bytes)) {
      return Optional.empty();
    }
    try {
      int length = bytes.length - Seal.LENGTH;
      return Optional.of(read(new DataInputStream(new ByteArrayInputStream(bytes, 0, length))));
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed message cannot be read, indicates a bug", e);
    }
  }

  private static void write(Sealed sealed, DataOutputStream out) throws IOException {
    Task task = sealed.task();
    out.writeByte(VERSION);
    uuid(task.uid(), out);
    out.writeLong(task.jobId());
    out.writeInt(task.attempt());
    out.writeBoolean(task.solo());
    out.writeBoolean(sealed.message() != null);
    if (sealed.message() != null) {
      uuid(sealed.message(), out);
    }
    out.writeUTF(task.body().contentType());
    text(task.headers(), out);
    text(task.failures().isEmpty() ? null : Json.write(task.failures()), out);
    out.write(task.body().bytes());
  }

  private static Sealed read(DataInputStream in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("version is " + version + ", known is " + VERSION);
    }
    UUID uid = uuid(in);
    long job = in.readLong();
    int attempt = in.readInt();
    boolean solo = in.readBoolean();
    UUID message = in.readBoolean() ? uuid(in) : null;
    String type = in.readUTF();
    String headers = text(in);
    String failures = text(in);
    Body body = new Body(type, in.readAllBytes());
    return new Sealed(
        new Task(
            0,
            uid,
            job,
            attempt,
            solo,
            headers,
            body,
            failures == null ? List.of() : Json.read(failures, FAILURES)),
        message);
  }

  private static void uuid(UUID id, DataOutputStream out) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
