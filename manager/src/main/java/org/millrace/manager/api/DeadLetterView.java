package org.millrace.manager.api;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.millrace.engine.Json;
import org.millrace.engine.ledger.BodyEdit;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.ClaimCheck;

/**
 * A dead letter as the API gives it.
 *
 * @param attempts since it was last replayed
 * @param error what the last attempt said, in one line
 */
public record DeadLetterView(
    long id, long job, String stage, String queue, int attempts, String error, Instant diedAt) {
  public static DeadLetterView of(DeadLetter letter) {
    return new DeadLetterView(
        letter.id(),
        letter.jobId(),
        letter.stage(),
        letter.queue(),
        letter.attempts(),
        letter.error(),
        letter.diedAt());
  }

  /**
   * @param next the {@code before} of the next page; null on the last. A page may be short, or
   *     empty, and yet have a next one: a search looks at so many letters at once and then says how
   *     to go on
   * @param total how many the filter holds, on all pages
   * @param more whether there may be more than {@code total}: counting ends where it would take
   *     long
   */
  public record Page(List<DeadLetterView> letters, Long next, long total, boolean more) {}

  /**
   * @param task the dead task's id
   * @param history every attempt, oldest first, those before earlier replays too; attempt 0 is a
   *     change of the body
   */
  public record Detail(
      DeadLetterView letter,
      String task,
      Map<String, Object> headers,
      Content body,
      List<Attempt> history) {
    private static final TypeReference<Map<String, Object>> HEADERS = new TypeReference<>() {};

    /**
     * @param whole the body to its end, however long it is
     */
    public static Detail of(DeadLetter.Content content, boolean whole) {
      return new Detail(
          DeadLetterView.of(content.letter()),
          content.taskId(),
          content.headers() == null ? Map.of() : Json.read(content.headers(), HEADERS),
          Content.of(content.body(), whole),
          content.history().stream()
              .map(each -> new Attempt(each.attempt(), each.at(), each.node(), each.error()))
              .toList());
    }
  }

  public record Attempt(int attempt, Instant at, String node, String error) {}

  /**
   * @param encoding text; hex for bytes that are no text; object for a body that lies in a bucket,
   *     of which the text is the reference
   * @param size of all of it, in bytes
   * @param cut whether only the beginning is shown
   * @param fixed why a replay cannot have another body; null when it can
   */
  public record Content(
      String type, String encoding, String text, long size, boolean cut, String fixed) {
    private static final int MOST = 16 * 1024;

    static Content of(Body body, boolean whole) {
      byte[] bytes = body.bytes();
      boolean cut = !whole && bytes.length > MOST;
      String fixed = BodyEdit.fixed(body);
      byte[] shown = cut ? Arrays.copyOf(bytes, MOST) : bytes;
      if (ClaimCheck.isReference(body)) {
        return new Content(body.contentType(), "object", utf8(bytes), bytes.length, false, fixed);
      }
      String text = cut ? utf8(lastWhole(shown)) : utf8(shown);
      return text == null
          ? new Content(
              body.contentType(), "hex", HexFormat.of().formatHex(shown), bytes.length, cut, fixed)
          : new Content(body.contentType(), "text", text, bytes.length, cut, fixed);
    }

    /** Null when it is no text. */
    private static String utf8(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }

    /** Without the first bytes of a character whose others were cut off. */
    private static byte[] lastWhole(byte[] bytes) {
      int end = bytes.length;
      while (end > bytes.length - 4 && (bytes[end - 1] & 0xC0) == 0x80) {
        end--;
      }
      return Arrays.copyOf(bytes, Math.max(0, end - 1));
    }
  }
}
