package org.millrace.routes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message's bytes are to a route: text where they say so and are, else bytes. */
public final class MessageBody {
  private static final Pattern TEXT =
      Pattern.compile(
          "(text/.*|application/([a-z0-9.+-]*\\+)?(json|xml|x-ndjson|yaml|edifact|edi-x12)) *(;.*)?");
  private static final Pattern CHARSET =
      Pattern.compile("charset *= *\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private MessageBody() {}

  /**
   * Text of a declared text type is decoded, as UTF-8 unless the type says otherwise. What is not
   * valid in its charset stays bytes: nothing is replaced.
   */
  public static Object of(byte[] bytes, Optional<String> contentType) {
    String type = contentType.orElse("").strip().toLowerCase(Locale.ROOT);
    return TEXT.matcher(type).matches() ? decoded(bytes, type) : bytes;
  }

  private static Object decoded(byte[] bytes, String type) {
    try {
      Matcher named = CHARSET.matcher(type);
      Charset charset = named.find() ? Charset.forName(named.group(1)) : UTF_8;
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return bytes;
    }
  }
}
