package org.millrace.manager.api;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.millrace.manager.settings.Units;

/** The query parameter {@code since}: a time, or how long ago. */
public final class Since {
  private Since() {}

  /**
   * @throws ApiException 422 when it is neither
   */
  public static Instant time(String since, Clock clock) {
    try {
      return since.matches("\\d+[a-z]+")
          ? clock.instant().minus(Units.duration(since))
          : Instant.parse(since);
    } catch (DateTimeParseException | IllegalArgumentException | ArithmeticException e) {
      throw ApiException.refused(
          "since",
          "must be how long ago, or a time",
          since,
          "for example 2h or 2026-11-21T13:00:00Z");
    }
  }
}
