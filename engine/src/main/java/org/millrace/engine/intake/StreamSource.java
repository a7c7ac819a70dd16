package org.millrace.engine.intake;

import java.time.Duration;
import java.util.Map;

/**
 * Whose messages they are, and what their windows' jobs are opened with.
 *
 * @param owner of the jobs
 * @param settings fixed for a job's life, as for files
 * @param time how long a window stays open after its first message
 * @param count of messages after which it is closed at once; the delivery that reaches it is not
 *     cut, so a window may hold more by less than one delivery
 */
public record StreamSource(
    String name,
    String pipeline,
    String queue,
    String owner,
    Map<String, String> settings,
    Duration time,
    int count) {

  public StreamSource {
    settings = Map.copyOf(settings);
    if (time.toMillis() < 1 || count < 1) {
      throw new IllegalArgumentException(
          "source " + name + ": window must be positive, was " + time + " and " + count);
    }
  }
}
