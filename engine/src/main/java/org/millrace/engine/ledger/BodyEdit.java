package org.millrace.engine.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.millrace.engine.Json;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.ClaimCheck;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;

/**
 * Another text for a dead task's body. What kind of body it is stays: a stage that read JSON gets
 * JSON again.
 *
 * @param by who wrote it, for the task's history
 */
public record BodyEdit(String text, String by, Instant at) {
  /** What stands in a history in place of an attempt's number. */
  public static final int NO_ATTEMPT = 0;

  private static final String JSON = "application/json";
  private static final ObjectReader JSON_READER =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Why a body cannot have another text; null when it can. */
  public static String fixed(Body body) {
    if (ClaimCheck.isReference(body)) {
      return "its body lies in an object, which other tasks may read too: only a body that travels"
          + " with its task, of at most "
          + ClaimCheck.INLINE_LIMIT / 1024
          + " KiB, can be edited";
    }
    if (!body.contentType().equals(JSON) && !body.contentType().startsWith("text/")) {
      return "its body is no text but " + body.contentType() + ": only text and JSON can be edited";
    }
    return null;
  }

  /** Why a body cannot have this text; null when it can. */
  String wrong(Body body) {
    String fixed = fixed(body);
    if (fixed != null) {
      return fixed;
    }
    int size = bytes().length;
    if (size > ClaimCheck.INLINE_LIMIT) {
      return "the new body must have at most %d bytes, and has %d"
          .formatted(ClaimCheck.INLINE_LIMIT, size);
    }
    return body.contentType().equals(JSON) ? wrongJson() : null;
  }

  private String wrongJson() {
    try {
      return JSON_READER.readTree(text).isMissingNode()
          ? "the new body must be JSON, as the old one is, and is empty"
          : null;
    } catch (JsonProcessingException e) {
      return "the new body must be JSON, as the old one is: "
          + e.getOriginalMessage()
          + " in line "
          + (e.getLocation() == null ? 1 : e.getLocation().getLineNr());
    }
  }

  /** The task with this body; the history says so, unless it is the same. */
  Task of(Task task) {
    byte[] before = task.body().bytes();
    if (Arrays.equals(before, bytes())) {
      return task;
    }
    String said =
        "%s changed the body before it was replayed: %d bytes, before %d"
            .formatted(by, bytes().length, before.length);
    return task.withBody(
        new Body(task.body().contentType(), bytes()), new Failure(NO_ATTEMPT, at, "", said));
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
