package org.millrace.benchmarks.logs;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line read as most people read it: one regular expression. */
final class Regex {
  private static final Pattern COMBINED =
      Pattern.compile(
          "^(\\S+) (\\S+) (\\S+) \\[([^]]+)] \"((?:[^\"\\\\]|\\\\.)*+)\" (\\d{3}) (\\d+|-)"
              + " \"((?:[^\"\\\\]|\\\\.)*+)\" \"((?:[^\"\\\\]|\\\\.)*+)\"$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private Regex() {}

  /** What is counted of one line. */
  record Access(String hour, String status, long bytes) {}

  /** Empty when the line is not one of the format. */
  static Optional<Access> parse(String line) {
    Matcher matcher = COMBINED.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(matcher.group(4), TIME);
      String hour =
          time.withOffsetSameInstant(ZoneOffset.UTC)
              .truncatedTo(ChronoUnit.HOURS)
              .toInstant()
              .toString();
      String size = matcher.group(7);
      long bytes = size.equals("-") ? 0 : Long.parseLong(size);
      return Optional.of(new Access(hour, matcher.group(6), bytes));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
