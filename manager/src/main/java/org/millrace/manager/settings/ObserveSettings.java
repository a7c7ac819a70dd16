package org.millrace.manager.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.announce.Webhook;

/**
 * How the system is watched from outside.
 *
 * @param statistics how long they are kept; empty for ever
 * @param webhooks told of jobs' ends
 * @param jobEvents whether jobs' ends are messages on the broker too
 * @param traces where spans are sent; empty for nowhere. Read at the start only
 * @param jsonLog whether logs are JSON, a line an event; read at the start only
 */
public record ObserveSettings(
    Optional<Duration> statistics,
    List<Webhook> webhooks,
    boolean jobEvents,
    Optional<URI> traces,
    boolean jsonLog) {
  static final ObserveSettings DEFAULT =
      new ObserveSettings(
          Optional.of(Duration.ofDays(90)), List.of(), false, Optional.empty(), false);
}
