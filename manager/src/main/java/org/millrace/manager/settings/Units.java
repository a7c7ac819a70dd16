package org.millrace.manager.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values that carry a unit, or throws {@link IllegalArgumentException}. */
public final class Units {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?B?");
  private static final BigDecimal MOST_BYTES = new BigDecimal("1e18");
  private static final BigDecimal MOST_CORES = new BigDecimal("1e9");
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

  private Units() {}

  /** A positive duration such as {@code 200ms}, {@code 10s}, {@code 5m}. */
  public static Duration duration(String text) {
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

  /** A duration such as {@code 2s}; {@code 0} and {@code 0s} are none. */
  static Duration durationOrNone(String text) {
    return text.matches("0+(ms|s|m|h|d)?") ? Duration.ZERO : duration(text);
  }

  /** A positive size such as {@code 256Mi}, given back as it was written. */
  static String size(String text) {
    if (!SIZE.matcher(text).matches() || text.matches("[0.]+\\D*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A size in bytes, which may be nothing; part of a byte counts as one. */
  static long bytes(String text) {
    return exactBytes(text).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** A size in MiB, which may be nothing; part of one counts as one. */
  static long mebibytes(String text) {
    return exactBytes(text).divide(MEBIBYTE).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** A number as people write it; not one such as 1e-999999999, to which nothing can be added. */
  static BigDecimal number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(text);
  }

  /** Thousandths of a core, which may be none. */
  static long milli(String text) {
    BigDecimal cores = number(text);
    if (cores.signum() < 0 || cores.compareTo(MOST_CORES) > 0) {
      throw new IllegalArgumentException(text);
    }
    return cores.movePointRight(3).longValueExact();
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

  private static BigDecimal exactBytes(String text) {
    Matcher match = SIZE.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text);
    }
    String unit = match.group(2) == null ? "" : match.group(2);
    int power = unit.isEmpty() ? 0 : "kmgt".indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
    BigDecimal base = BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000);
    BigDecimal bytes = new BigDecimal(match.group(1)).multiply(base.pow(power));
    // The scheduler adds amounts up in a long, and must never come near its end.
    if (bytes.compareTo(MOST_BYTES) > 0) {
      throw new IllegalArgumentException(text);
    }
    return bytes;
  }

  private static long positive(String text) {
    long value = Long.parseLong(text);
    if (value < 1) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }
}
