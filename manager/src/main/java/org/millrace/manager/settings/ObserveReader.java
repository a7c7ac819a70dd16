package org.millrace.manager.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.announce.Webhook;
import org.millrace.engine.ledger.JobState;

/** Reads {@code webhooks}, {@code jobEvents}, {@code otel} and {@code log}. */
final class ObserveReader {
  private static final int SHORTEST_SECRET = 16;
  private static final Set<JobState> ENDS =
      Set.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED);

  private ObserveReader() {}

  static ObserveSettings read(Section millrace, Optional<Duration> statistics) {
    List<Webhook> webhooks = new ArrayList<>();
    for (Section each : millrace.sections("webhooks")) {
      webhook(each)
          .ifPresent(
              hook -> {
                if (webhooks.stream().anyMatch(other -> other.url().equals(hook.url()))) {
                  each.refuse("url", "must stand once, and stands twice", "keep one");
                }
                webhooks.add(hook);
              });
      each.end();
    }
    Section otel = millrace.section("otel");
    Optional<URI> traces =
        otel.value(
            "endpoint",
            ObserveReader::address,
            "must be an address of OTLP over HTTP, for example http://localhost:4318");
    otel.end();
    return new ObserveSettings(
        statistics,
        List.copyOf(webhooks),
        millrace
            .value("jobEvents", ObserveReader::flag, "must be true or false")
            .orElse(ObserveSettings.DEFAULT.jobEvents()),
        traces,
        millrace
            .value("log", ObserveReader::json, "must be text or json")
            .orElse(ObserveSettings.DEFAULT.jsonLog()));
  }

  private static Optional<Webhook> webhook(Section section) {
    Optional<URI> url =
        section.value(
            "url",
            ObserveReader::address,
            "must be an address, for example https://ops.example/hook");
    // Never the value, here or below: it is the secret.
    Optional<String> secret = section.text("secret");
    Set<JobState> on = new LinkedHashSet<>();
    for (String name : section.texts("on")) {
      state(name)
          .ifPresentOrElse(
              on::add,
              () ->
                  section.refuse("on", "", "must be of COMPLETED, FAILED and CANCELLED", name, ""));
    }
    List<String> queues = section.texts("queues");
    if (!section.has("url")) {
      section.refuseSection("url", "must be given", "say where the job's end is posted to");
    }
    if (url.isPresent() && url.get().getUserInfo() != null) {
      section.refuse("url", "", "must have no password in it", "", "the secret signs the body");
    }
    if (secret.map(String::length).orElse(0) < SHORTEST_SECRET) {
      section.refuseSection(
          "secret",
          "must have " + SHORTEST_SECRET + " characters or more",
          "for example of: openssl rand -hex 32");
    }
    return url.flatMap(
        to -> secret.map(key -> new Webhook(to, key, on.isEmpty() ? ENDS : on, queues)));
  }

  private static Optional<JobState> state(String name) {
    return ENDS.stream()
        .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  private static URI address(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || text.length() > Webhook.LONGEST_URL) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static boolean json(String text) {
    return switch (text) {
      case "json" -> true;
      case "text" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
