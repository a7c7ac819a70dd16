package org.millrace.engine.stage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * Reads a stage's options from its URI and the settings that override it, and names every one that
 * is wrong at once.
 */
public final class OptionReader {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*(|[KMGT]i?B?)", Pattern.CASE_INSENSITIVE);

  private static final List<String> TRANSPORTS = List.of("table", "push", "sqs");

  private final String stage;
  private final Map<String, String> overrides;
  private final String defaultTransport;
  private final List<String> errors = new ArrayList<>();

  private OptionReader(String stage, Map<String, String> overrides, String defaultTransport) {
    this.stage = stage;
    this.overrides = overrides;
    this.defaultTransport = defaultTransport;
  }

  /**
   * @param defaultTransport for a stage whose route and settings name none
   * @throws IllegalArgumentException some options are wrong; the message names each
   */
  public static StageOptions read(
      String stage,
      StageConfiguration uri,
      Map<String, String> overrides,
      String defaultTransport) {
    return new OptionReader(stage, overrides, defaultTransport).read(uri);
  }

  private StageOptions read(StageConfiguration uri) {
    StageOptions options = options(uri);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", errors));
    }
    return options;
  }

  private StageOptions options(StageConfiguration uri) {
    oneOf("isolation", uri.getIsolation(), List.of("thread"));
    return new StageOptions(
        value("memory", uri.getMemory(), "a positive size", "256Mi", OptionReader::size, 1L),
        value(
            "vcores",
            "" + uri.getVcores(),
            "a positive number of cores",
            "0.5",
            OptionReader::millis,
            1),
        value(
            "network",
            uri.getNetwork(),
            "a positive size a second",
            "10Mi",
            OptionReader::size,
            1L),
        value(
            "batch",
            "" + uri.getBatch(),
            "a whole number from 1 to 10000",
            "100",
            text -> count(text, 10_000),
            1),
        value(
            "maxAttempts",
            "" + uri.getMaxAttempts(),
            "a whole number from 1 to 1000",
            "3",
            text -> count(text, 1000),
            1),
        value(
            "backoff",
            uri.getBackoff() + "ms",
            "a duration",
            "1s",
            OptionReader::duration,
            Duration.ZERO),
        value(
            "timeout",
            uri.getTimeout() + "ms",
            "a positive duration",
            "10m",
            OptionReader::positive,
            Duration.ZERO),
        oneOf("transport", transport(uri), TRANSPORTS),
        names(overrides.getOrDefault("after", uri.getAfter())),
        value(
            "maxContainers",
            "" + uri.getMaxContainers(),
            "a whole number from 1 to 100000",
            "4",
            text -> count(text, 100_000),
            1),
        oneOf("keepInputs", "" + uri.isKeepInputs(), List.of("true", "false")).equals("true"));
  }

  private <T> T value(
      String name,
      String uri,
      String rule,
      String example,
      Function<String, T> parse,
      T otherwise) {
    String text = overrides.getOrDefault(name, uri).trim();
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      errors.add(
          "stage:"
              + stage
              + ": option "
              + name
              + " must be "
              + rule
              + ", was \""
              + text
              + "\" (for example "
              + example
              + ")");
      return otherwise;
    }
  }

  private String oneOf(String name, String uri, List<String> allowed) {
    String text = overrides.getOrDefault(name, uri).trim();
    if (!allowed.contains(text)) {
      errors.add(
          "stage:"
              + stage
              + ": option "
              + name
              + " must be one of "
              + String.join(", ", allowed)
              + ", was \""
              + text
              + "\"");
    }
    return text;
  }

  private String transport(StageConfiguration uri) {
    return uri.getTransport() == null ? defaultTransport : uri.getTransport();
  }

  private static List<String> names(String after) {
    return after == null
        ? List.of()
        : Arrays.stream(after.split(","))
            .map(String::trim)
            .filter(name -> !name.isEmpty())
            .toList();
  }

  private static long size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw new IllegalArgumentException();
    }
    String unit = size.group(2).toUpperCase(java.util.Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
    long base = unit.contains("I") ? 1024 : 1000;
    long bytes = Long.parseLong(size.group(1));
    for (int i = 0; i < power; i++) {
      bytes = Math.multiplyExact(bytes, base);
    }
    return bytes;
  }

  private static int millis(String text) {
    int millis = new BigDecimal(text).movePointRight(3).intValueExact();
    if (millis < 1) {
      throw new IllegalArgumentException();
    }
    return millis;
  }

  private static int count(String text, int most) {
    int count = Integer.parseInt(text);
    if (count < 1 || count > most) {
      throw new IllegalArgumentException();
    }
    return count;
  }

  private static Duration duration(String text) {
    long millis = TimeUtils.toMilliSeconds(text);
    if (millis < 0) {
      throw new IllegalArgumentException();
    }
    return Duration.ofMillis(millis);
  }

  private static Duration positive(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException();
    }
    return duration;
  }
}
