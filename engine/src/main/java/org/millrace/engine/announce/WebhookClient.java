package org.millrace.engine.announce;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts to a webhook's address and to no other: it follows no redirect, and reads of the answer the
 * status only. Thread-safe.
 */
final class WebhookClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Duration patience;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param patience how long a receiver may take for the whole of its answer
   */
  WebhookClient(Duration patience, Clock clock) {
    this.patience = patience;
    this.clock = clock;
  }

  /** The status of the answer; fails when there is none in time. */
  CompletableFuture<Integer> post(Webhook to, Announcement what) {
    HttpRequest request =
        HttpRequest.newBuilder(to.url())
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Millrace")
            .header("Millrace-Delivery", Long.toString(what.id()))
            .header(
                "Millrace-Signature",
                Signature.of(to.secret(), clock.instant().getEpochSecond(), what.body()))
            .POST(BodyPublishers.ofString(what.body()))
            .build();
    CompletableFuture<HttpResponse<Void>> sent = http.sendAsync(request, BodyHandlers.discarding());
    return sent.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> sent.cancel(true))
        .thenApply(HttpResponse::statusCode);
  }
}
