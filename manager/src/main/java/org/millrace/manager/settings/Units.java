package org.millrace.manager.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values that carry a unit, or throws {@link IllegalArgumentException}. */
final class Units {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)?B?");

  private Units() {}

  /** A positive duration such as {@code 200ms}, {@code 10s}, {@code 5m}. */
  static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text);
    }
    long amount = positive(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** A positive size such as {@code 256Mi}, given back as it was written. */
  static String size(String text) {
    if (!SIZE.matcher(text).matches() || text.matches("[0.]+\\D*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  static int count(String text) {
    return Math.toIntExact(positive(text));
  }

  /** A positive share of a core such as {@code 0.5}, given back as it was written. */
  static String share(String text) {
    double value = Double.parseDouble(text);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static long positive(String text) {
    long value = Long.parseLong(text);
    if (value < 1) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }
}
