package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.cli.CommandRun;
import org.millrace.manager.support.Browser;
import org.millrace.manager.support.RunningSystem;

/** By which addresses, and through whom, the console is reached. */
class ReachIT {
  @TempDir Path dir;

  @Test
  void aNamedProxyIsBelievedWhereARequestComesFrom() throws Exception {
    Files.writeString(dir.resolve("millrace.yaml"), "millrace:\n  http: {proxies: [127.0.0.1]}\n");
    try (RunningSystem system = RunningSystem.in(dir)) {
      HttpResponse<String> done = logInThroughProxy(system);
      assertThat(done.statusCode()).as(done.body()).isEqualTo(302);
      assertThat(done.headers().firstValue("Set-Cookie").orElse("")).contains("Secure");
      assertThat(CommandRun.of("audit", "--home", dir).out())
          .containsPattern("admin +session +203\\.0\\.113\\.7 +login");
    }
  }

  @Test
  void nobodyElseIs() throws Exception {
    try (RunningSystem system = RunningSystem.in(dir)) {
      assertThat(logInThroughProxy(system).statusCode()).isEqualTo(403);
      assertThat(CommandRun.of("audit", "--home", dir).out()).doesNotContain("203.0.113.7");
    }
  }

  @Test
  void anotherAddressIsListenedOnWhenTheSettingsSaySo() throws Exception {
    Files.writeString(dir.resolve("millrace.yaml"), "millrace:\n  bind: 127.0.0.2\n");
    try (RunningSystem system = RunningSystem.in(dir)) {
      assertThat(URI.create(system.url()).getHost()).isEqualTo("127.0.0.2");
      CommandRun jobs = CommandRun.of("jobs", "--home", dir);
      assertThat(jobs.exit()).as(jobs.err()).isZero();
    }
  }

  private static HttpResponse<String> logInThroughProxy(RunningSystem system) throws Exception {
    return new Browser(system.url())
        .form(
            "/login",
            Map.of("username", "admin", "password", system.password()),
            "Origin",
            system.url().replace("http:", "https:"),
            "X-Forwarded-For",
            "203.0.113.7",
            "X-Forwarded-Proto",
            "https");
  }
}
