package org.millrace.engine.ledger;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What errors that differ in numbers and ids only have in common: the error with {@code #} for each
 * of these, cut. The column {@code dead_letter.kind} is made in the same way by the database.
 */
public final class ErrorKind {
  static final int LONGEST = 200;

  private static final String HEX = "0123456789abcdef-";
  private static final Pattern VARIES =
      Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\\b[0-9a-fA-F]{16,}\\b|[0-9]+");

  private ErrorKind() {}

  public static String of(String error) {
    String kind = VARIES.matcher(error).replaceAll("#");
    return kind.substring(0, kind.offsetByCodePoints(0, Math.min(LONGEST, length(kind))));
  }

  /**
   * Whether an error of this kind may contain a text, whatever its case; false is certain. What
   * stands at the text's ends may be a part of a longer id, and is left out of account.
   */
  static boolean mayContain(String kind, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    int from = 0;
    int to = wanted.length();
    while (from < to && HEX.indexOf(wanted.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && HEX.indexOf(wanted.charAt(to - 1)) >= 0) {
      to--;
    }
    String core = VARIES.matcher(wanted.substring(from, to)).replaceAll("#");
    return length(kind) >= LONGEST || kind.toLowerCase(Locale.ROOT).contains(core);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
