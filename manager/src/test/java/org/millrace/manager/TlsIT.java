package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.cli.CommandRun;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.support.Browser;
import org.millrace.manager.support.RunningSystem;
import org.millrace.manager.support.TestCertificate;

class TlsIT {
  @TempDir Path dir;

  @Test
  void theCommandLineTrustsTheCertificateOfTheHomeAndNoOther() throws Exception {
    Path home = Files.createDirectory(dir.resolve("a \"home\""));
    TestCertificate own = TestCertificate.in(home, "tls");
    Files.writeString(
        home.resolve("millrace.yaml"), "millrace:\n  tls: {certificate: tls.crt, key: tls.key}\n");
    try (RunningSystem system = RunningSystem.in(home)) {
      assertThat(system.url()).startsWith("https://127.0.0.1:");
      CommandRun jobs = CommandRun.of("jobs", "--json", "--home", home);
      assertThat(jobs.exit()).as(jobs.err()).isZero();

      TestCertificate other = TestCertificate.in(dir, "other");
      Files.copy(other.certificate(), own.certificate(), StandardCopyOption.REPLACE_EXISTING);
      CommandRun refused = CommandRun.of("jobs", "--home", home);
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.err()).contains("another certificate than its home has");
      assertThat(CommandRun.of("jobs", "--url", system.url(), "--token", "mr_x").exit())
          .as("the JDK does not know it")
          .isNotZero();
      assertThat(CommandRun.of("jobs", "--url", system.url(), "--token", "mr_x").err())
          .contains("MILLRACE_CERTIFICATE");
      assertThat(
              CommandRun.of("jobs", "--url", system.url().replace("https", "http"), "--token", "m")
                  .err())
          .contains("use https://");
    }
  }

  @Test
  void aRenewedCertificateIsTakenUpWhileItRuns() throws Exception {
    TestCertificate.in(dir, "tls");
    Files.writeString(
        dir.resolve("millrace.yaml"), "millrace:\n  tls: {certificate: tls.crt, key: tls.key}\n");
    try (RunningSystem system = RunningSystem.in(dir)) {
      String before = Files.readString(dir.resolve("tls.crt"));
      TestCertificate.in(Files.createDirectory(dir.resolve("new")), "tls");
      for (String file : new String[] {"tls.key", "tls.crt"}) {
        Files.move(
            dir.resolve("new").resolve(file),
            dir.resolve(file),
            StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(Files.readString(dir.resolve("tls.crt"))).isNotEqualTo(before);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> CommandRun.of("jobs", "--home", dir).exit() == 0);
    }
  }

  @Test
  void aKeyThatIsAnotherCertificatesIsRefused() throws Exception {
    TestCertificate.in(dir, "tls");
    TestCertificate.in(dir, "other");
    Files.writeString(
        dir.resolve("millrace.yaml"), "millrace:\n  tls: {certificate: tls.crt, key: other.key}\n");

    assertThatThrownBy(() -> RunningSystem.in(dir))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tls.key: must be the key of the certificate");
  }

  @Test
  void aSessionsCookieStaysOnEncryptedConnections() throws Exception {
    TestCertificate certificate = TestCertificate.in(dir, "tls");
    Files.writeString(
        dir.resolve("millrace.yaml"),
        "millrace:\n  tls: {certificate: " + certificate.certificate() + ", key: tls.key}\n");
    try (RunningSystem system = RunningSystem.in(dir)) {
      Browser browser = new Browser(system.url(), certificate.trust());
      HttpResponse<String> done =
          browser.form(
              "/login",
              Map.of("username", "admin", "password", system.password()),
              "Origin",
              system.url());
      assertThat(Browser.location(done)).isEqualTo("/");
      assertThat(done.headers().firstValue("Set-Cookie").orElse("")).contains("Secure");
      assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void filesThatAreMissingOrWrongAreNamedBeforeAnythingStarts() throws Exception {
    Path settings = dir.resolve("millrace.yaml");
    Files.writeString(settings, "millrace:\n  tls: {certificate: no.crt, key: no.key}\n");
    assertThatThrownBy(() -> RunningSystem.in(dir))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tls.certificate: must be a PEM file that can be read")
        .hasMessageContaining("tls.key: must be a PEM file that can be read");

    Files.writeString(dir.resolve("no.crt"), "nonsense");
    Files.writeString(dir.resolve("no.key"), "secret nonsense");
    assertThatThrownBy(() -> RunningSystem.in(dir))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tls.certificate: must be a certificate in PEM")
        .hasMessageNotContaining("secret nonsense");
  }
}
