package org.millrace.processors.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Logs nobody here wrote; set the system property {@code millrace.data} to their folder. */
class SharedDataTest {
  @Test
  void aPublicAccessLogIsReadToTheLastLine() throws IOException {
    Path log =
        Path.of(System.getProperty("millrace.data", "../../shared/data"), "access", "clf-1536.log");
    assumeTrue(Files.exists(log), log + " is not here");
    LogRun.Outcome outcome = LogRun.withDefaults().chunks(10_000).of(Files.readAllBytes(log));
    assertThat(outcome.format()).isEqualTo("common");
    assertThat(outcome.records() + outcome.rejects().size()).isEqualTo(1536);
    assertThat(outcome.rejects()).isEmpty();
    assertThat(outcome.rows()).contains("acme,2004-03-08T00:00:00Z,200,21,275675");
  }
}
