package org.millrace.manager.api;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.millrace.manager.settings.Units;

/** Reads times that callers give. */
public final class Times {
  private Times() {}

  /**
   * A time, or how long ago.
   *
   * @throws ApiException 422 when it is neither
   */
  public static Instant since(String text, Clock clock) {
    try {
      return text.matches("\\d+[a-z]+")
          ? clock.instant().minus(Units.duration(text))
          : Instant.parse(text);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw ApiException.refused(
          "since",
          "must be how long ago, or a time",
          text,
          "for example 2h or 2026-11-21T13:00:00Z");
    }
  }
}
