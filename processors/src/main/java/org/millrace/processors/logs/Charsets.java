package org.millrace.processors.logs;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.millrace.engine.task.BadInputException;

/** What a charset means for finding lines: the width of a code unit, and where ASCII is itself. */
final class Charsets {
  private Charsets() {}

  /**
   * The charset of this name.
   *
   * @throws BadInputException for one that is unknown, or in which line ends cannot be found
   */
  static Charset named(String name, Object subject) {
    Charset charset;
    try {
      charset = Charset.forName(name.strip());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          subject
              + ": charset must be one this Java knows, was \""
              + name
              + "\" (for example UTF-8, ISO-8859-1, GBK or UTF-16)",
          e);
    }
    if (unit(charset) == 1 && !asciiIsItself(charset)) {
      throw new BadInputException(
          subject
              + ": charset must be UTF-16 or hold ASCII as it is, was \""
              + name
              + "\"; convert the file to UTF-8 first");
    }
    // Without a byte order mark UTF-16 is big-endian (RFC 2781, 4.3).
    return charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
  }

  /** Bytes of a code unit. */
  static int unit(Charset charset) {
    return charset.name().startsWith("UTF-16") ? 2 : 1;
  }

  /** Whether any run of bytes below 0x80 means the ASCII characters. */
  private static boolean asciiIsItself(Charset charset) {
    String name = charset.name().toUpperCase(Locale.ROOT);
    if (name.contains("2022") || name.startsWith("UTF-32") || name.startsWith("X-UTF")) {
      return false;
    }
    byte[] ascii = new byte[128];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) i;
    }
    return new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
  }
}
