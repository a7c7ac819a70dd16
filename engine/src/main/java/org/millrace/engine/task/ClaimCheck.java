package org.millrace.engine.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.millrace.engine.Json;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Large bodies travel by reference to an object. Thread-safe. */
public final class ClaimCheck {
  /** Bodies larger than this travel by reference. */
  public static final int INLINE_LIMIT = 64 * 1024;

  private static final String BY_REFERENCE = "application/vnd.millrace.object+json;of=";

  private final ObjectStore objects;

  public ClaimCheck(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * The body itself, or a reference to it.
   *
   * @param key where it is put in bucket {@link TaskRun#BUCKET} when it is large
   */
  public Body checkIn(String key, Body body) {
    if (body.bytes().length <= INLINE_LIMIT) {
      return body;
    }
    try {
      ObjectRef object = objects.write(TaskRun.BUCKET, key, out -> out.write(body.bytes()));
      return new Body(BY_REFERENCE + body.contentType(), Json.bytes(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a body is only a reference to an object that holds it, as JSON. */
  public static boolean isReference(Body body) {
    return body.contentType().startsWith(BY_REFERENCE);
  }

  /** The body itself, or what its reference leads to. */
  public Body fetch(Body body) throws IOException {
    if (!isReference(body)) {
      return body;
    }
    ObjectRef object = Json.MAPPER.readValue(body.bytes(), ObjectRef.class);
    try (InputStream in = objects.read(object, 0, object.size())) {
      return new Body(body.contentType().substring(BY_REFERENCE.length()), in.readAllBytes());
    }
  }
}
