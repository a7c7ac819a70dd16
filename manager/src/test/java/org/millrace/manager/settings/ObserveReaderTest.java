package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.engine.announce.Webhook;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.errors.RefusedException;

class ObserveReaderTest {
  @Test
  void everythingIsReadKeyByKey() {
    ObserveSettings settings =
        read(
            """
            millrace:
              retention: {analytics: 10d}
              webhooks:
                - {url: "https://ops.example/hook", secret: 0123456789abcdef, on: [failed], queues: [root.a]}
                - {url: "http://127.0.0.1:99/", secret: 0123456789abcdef}
              jobEvents: true
              otel: {endpoint: "http://localhost:4318"}
              log: json
            """);

    assertThat(settings.statistics()).contains(Duration.ofDays(10));
    assertThat(settings.jobEvents()).isTrue();
    assertThat(settings.jsonLog()).isTrue();
    assertThat(settings.traces()).contains(URI.create("http://localhost:4318"));
    Webhook failures = settings.webhooks().get(0);
    assertThat(failures.on()).isEqualTo(Set.of(JobState.FAILED));
    assertThat(failures.wants(JobState.FAILED, "root.a.b")).isTrue();
    assertThat(failures.wants(JobState.FAILED, "root.ab")).isFalse();
    assertThat(failures.wants(JobState.COMPLETED, "root.a")).isFalse();
    Webhook all = settings.webhooks().get(1);
    assertThat(all.wants(JobState.CANCELLED, "root.z")).isTrue();
    assertThat(settings.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void anEmptyFileTellsNobodyAndKeepsStatisticsForAQuarter() {
    assertThat(read("")).isEqualTo(ObserveSettings.DEFAULT);
    assertThat(read("millrace: {retention: {analytics: never}}").statistics()).isEmpty();
  }

  @Test
  void everyMistakeIsToldAndNoSecretWithIt() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                read(
                    """
                    millrace:
                      webhooks:
                        - {url: "ftp://x/", secret: 0123456789abcdef}
                        - {secret: tooshort}
                        - {url: "http://a:hunter2hunter2@b/", secret: 0123456789abcdef, on: [DONE], sort: x}
                        - {url: "http://b/", secret: 0123456789abcdef}
                        - {url: "http://b/", secret: 0123456789abcdef}
                      jobEvents: maybe
                      otel: {endpoint: "localhost:4318", sample: 1}
                      log: xml
                    """));

    assertThat(refused)
        .hasMessageContaining(":3: millrace.webhooks[0].url: must be an address")
        .hasMessageContaining(":4: millrace.webhooks[1].url: must be given")
        .hasMessageContaining("millrace.webhooks[1].secret: must have 16 characters or more")
        .hasMessageContaining("millrace.webhooks[2].url: must have no password in it")
        .hasMessageContaining("must be of COMPLETED, FAILED and CANCELLED, was \"DONE\"")
        .hasMessageContaining("millrace.webhooks[2].sort: is no setting")
        .hasMessageContaining(":7: millrace.webhooks[4].url: must stand once")
        .hasMessageContaining("millrace.jobEvents: must be true or false")
        .hasMessageContaining("millrace.otel.endpoint: must be an address")
        .hasMessageContaining("millrace.otel.sample: is no setting")
        .hasMessageContaining("millrace.log: must be text or json");
    assertThat(refused.getMessage()).doesNotContain("tooshort").doesNotContain("hunter2");
  }

  private static ObserveSettings read(String text) {
    return new SettingsReader("millrace.yaml", Set.of()).read(text).observe();
  }
}
