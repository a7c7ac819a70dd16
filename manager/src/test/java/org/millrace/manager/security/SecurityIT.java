package org.millrace.manager.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.manager.support.RunningSystem;

/** Speaks HTTP by hand: no client library lets a test forge these headers. */
class SecurityIT {
  @TempDir static Path dir;

  private static RunningSystem system;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(
        dir.resolve("millrace.yaml"), "millrace:\n  http:\n    hosts: [mill.example]\n");
    system = RunningSystem.in(dir);
    port = URI.create(system.url()).getPort();
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @Test
  void nothingIsAnsweredWithoutThePassword() throws IOException {
    String right = system.password();
    for (String path : List.of("/", "/console.js", "/api/v1/jobs", "/error", "/actuator", "/x")) {
      assertThat(get(path, "Host: localhost")).as(path).startsWith("HTTP/1.1 401");
      // Another name each time, or the wrong passwords would have to wait.
      assertThat(get(path, "Host: localhost", credentials("root" + path, right)))
          .as(path)
          .startsWith("HTTP/1.1 401");
    }
    assertThat(get("/x", "Host: localhost", credentials("admin", right.substring(1))))
        .startsWith("HTTP/1.1 401");
    assertThat(get("/api/v1/jobs", "Host: localhost"))
        .contains("WWW-Authenticate: Basic")
        .contains("application/problem+json")
        .doesNotContain("Set-Cookie");
    assertThat(get("/", "Host: localhost", credentials())).startsWith("HTTP/1.1 200");
  }

  @Test
  void onlyNamesOfThisMachineAndDeclaredOnesAreAnswered() throws IOException {
    for (String host :
        List.of("localhost", "127.0.0.1:" + port, "[::1]:" + port, "LOCALHOST", "mill.example")) {
      assertThat(get("/", "Host: " + host, credentials())).as(host).startsWith("HTTP/1.1 200");
    }
    for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil", "")) {
      assertThat(get("/", "Host: " + host, credentials())).as(host).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void aChangeThatAForeignPageAsksForIsRefused() throws IOException {
    String local = "Host: localhost:" + port;
    for (String forged :
        List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: http://localhost:1",
            "Origin: https://localhost:" + port,
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site")) {
      int before = jobs();
      assertThat(post(local, credentials(), forged)).as(forged).startsWith("HTTP/1.1 403");
      assertThat(jobs()).as(forged).isEqualTo(before);
    }
    assertThat(post(local, credentials())).startsWith("HTTP/1.1 201");
    assertThat(
            post(
                local,
                credentials(),
                "Origin: http://localhost:" + port,
                "Sec-Fetch-Site: same-origin"))
        .startsWith("HTTP/1.1 201");
  }

  @Test
  void noOtherSiteMayReadAnswers() throws IOException {
    assertThat(get("/api/v1/jobs", "Host: localhost", credentials(), "Origin: http://evil.example"))
        .doesNotContain("Access-Control-Allow-Origin");
  }

  @Test
  void theServerListensOnOneAddressOnly() {
    // 127.0.0.2 is this machine too, and would be answered by a server on every address.
    assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(IOException.class);
  }

  private static int jobs() {
    return system.ledger().list(new JobFilter(List.of(), 0, 500)).size();
  }

  private static String get(String path, String... headers) throws IOException {
    return exchange("GET " + path + " HTTP/1.1", "", headers);
  }

  private static String post(String... headers) throws IOException {
    return exchange("POST /api/v1/jobs?name=x HTTP/1.1", "x\n", headers);
  }

  private static String exchange(String line, String body, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request =
          line
              + "\r\n"
              + String.join("\r\n", headers)
              + "\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String credentials() throws IOException {
    return credentials("admin", system.password());
  }

  private static String credentials(String user, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }
}
