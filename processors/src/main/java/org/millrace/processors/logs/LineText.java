package org.millrace.processors.logs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines in their charset: strictly as UTF-8 for the parsers, or with every undecodable byte
 * escaped for the rejects. Belongs to one thread.
 */
final class LineText {
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final CharBuffer scratch = CharBuffer.allocate(4096);
  private byte[] bytes;
  private int from;
  private int to;

  LineText(Charset charset) {
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * Reads a line; false when its bytes are not of the charset. Then {@link #bytes}, {@link #from}
   * and {@link #to} are the line in UTF-8.
   */
  boolean read(byte[] line, int start, int end) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      bytes = line;
      from = start;
      to = end;
      return valid(ByteBuffer.wrap(line, start, end - start));
    }
    try {
      bytes =
          decoder
              .decode(ByteBuffer.wrap(line, start, end - start))
              .toString()
              .getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return false;
    }
    from = 0;
    to = bytes.length;
    return true;
  }

  private boolean valid(ByteBuffer in) {
    decoder.reset();
    CoderResult result;
    do {
      scratch.clear();
      result = decoder.decode(in, scratch, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /**
   * The line as people may read it: undecodable bytes as {@code \xE9}, NUL as {@code \0}, the rest
   * as it is, a backslash too.
   *
   * @param cut the line goes on behind {@code end}, so that half a character there is left out
   */
  String escaped(byte[] line, int start, int end, boolean cut) {
    StringBuilder out = new StringBuilder(end - start);
    ByteBuffer in = ByteBuffer.wrap(line, start, end - start);
    decoder.reset();
    while (true) {
      scratch.clear();
      CoderResult result = decoder.decode(in, scratch, !cut);
      scratch.flip();
      append(out, scratch);
      if (result.isUnderflow()) {
        return out.toString();
      }
      if (result.isError()) {
        for (int i = 0; i < result.length(); i++) {
          out.append(String.format("\\x%02X", in.get()));
        }
        decoder.reset();
      }
    }
  }

  private static void append(StringBuilder out, CharBuffer chars) {
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      if (c == 0) {
        out.append("\\0");
      } else {
        out.append(c);
      }
    }
  }
}
