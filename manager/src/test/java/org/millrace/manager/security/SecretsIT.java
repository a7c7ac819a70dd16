package org.millrace.manager.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.Server;
import org.millrace.manager.cli.CommandRun;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.support.Browser;
import org.millrace.manager.support.RunningSystem;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.ManagerConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plants secrets wherever there are any, makes things go wrong, and looks where they turn up. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIT {
  private static final String USERS = "planted-users-password";
  private static final String WRONG = "planted-wrong-password";
  private static final String CLIENT = "planted-client-secret";
  private static final String DATABASE = "planted-datasource-password";
  private static final String OBJECTS = "planted-s3-secret";
  private static final String BROKER = "planted-broker-password";

  @TempDir Path dir;

  private final List<String> said = new ArrayList<>();

  @Test
  void noSecretIsInAnyAnswerNorInTheLog(CapturedOutput output) throws Exception {
    Files.writeString(
        dir.resolve("millrace.yaml"),
        """
        millrace:
          oidc:
            issuer: http://127.0.0.1:1
            clientId: millrace
            clientSecret: %s
            roles: {a: viewer}
          datasource: {url: "jdbc:postgresql://127.0.0.1:1/x", username: u, password: %s}
          s3: {endpoint: "http://127.0.0.1:1", accessKey: k, secretKey: %s}
          broker: {url: "tcp://127.0.0.1:1", user: u, password: %s}
        """
            .formatted(CLIENT, DATABASE, OBJECTS, BROKER));
    List<String> secrets =
        new ArrayList<>(List.of(USERS, WRONG, CLIENT, DATABASE, OBJECTS, BROKER));
    try (RunningSystem system = RunningSystem.in(dir)) {
      String admin = system.password();
      Browser browser = new Browser(system.url());
      String made =
          post(browser, admin, "/api/v1/users", "{\"name\": \"made\", \"role\": \"viewer\"}");
      String token =
          post(browser, admin, "/api/v1/tokens", "{\"name\": \"t\", \"scope\": \"admin\"}");
      String password = value(made, "password");
      String bearer = value(token, "token");
      assertThat(password).hasSize(24);
      assertThat(bearer).startsWith("mr_");
      secrets.addAll(List.of(admin, password, bearer));
      // From here on no answer may have one of them.
      said.add(
          post(
              browser,
              admin,
              "/api/v1/users",
              "{\"name\": \"given\", \"role\": \"viewer\", \"password\": \"" + USERS + "\"}"));
      misuse(browser, admin, bearer);
      for (String path :
          List.of(
              "/api/v1/users",
              "/api/v1/tokens",
              "/api/v1/audit?limit=500",
              "/api/v1/sources",
              "/api/v1/stages",
              "/api/v1/nothing",
              "/actuator/env",
              "/oauth2/authorization/sso")) {
        keep(browser.get(path, "Authorization", basic("admin", admin)));
      }
      // Changed, and then changed wrongly, while it runs.
      String settings = Files.readString(dir.resolve("millrace.yaml"));
      SettingsFile file = system.bean(SettingsFile.class);
      Files.writeString(
          dir.resolve("millrace.yaml"), settings.replace("clientId: m", "clientId: n"));
      file.reload();
      Files.writeString(dir.resolve("millrace.yaml"), settings.replace("issuer:", "issuers:"));
      file.reload();
      said.add(system.bean(SettingsFile.class).get().toString());
    }
    said.add(output.getAll());
    assertThat(String.join("\n", said)).contains("refused, the settings before it stay");
    for (String secret : secrets) {
      assertThat(said).noneSatisfy(text -> assertThat(text).contains(secret));
    }
  }

  @Test
  void aDatabaseThatIsNotReachedIsNamedWithoutItsPasswords() throws Exception {
    Files.writeString(
        dir.resolve("millrace.yaml"),
        """
        millrace:
          datasource:
            url: "jdbc:postgresql://127.0.0.1:1/x?loginTimeout=1&password=%s"
            username: u
            password: %s
        """
            .formatted(WRONG, DATABASE));
    System.setProperty("millrace.start.wait", "1");
    Throwable failure =
        catchThrowable(
            () ->
                Server.start(
                    RunningSystem.options(dir, "--port", "0"),
                    Set.of(),
                    List.of(EngineConfiguration.class, ManagerConfiguration.class)));
    System.clearProperty("millrace.start.wait");
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    assertThat(all).contains("127.0.0.1:1").doesNotContain(WRONG).doesNotContain(DATABASE);
  }

  private void misuse(Browser browser, String admin, String bearer) throws Exception {
    keep(browser.logIn("given", WRONG));
    // Into the wrong field.
    keep(browser.logIn(WRONG, WRONG));
    keep(browser.logIn("given", USERS));
    keep(browser.get("/api/v1/jobs", "Authorization", basic(WRONG, WRONG)));
    keep(browser.get("/api/v1/jobs", "Authorization", "Bearer " + bearer + "x"));
    keep(browser.get("/api/v1/jobs", "Authorization", "Bearer " + bearer));
    keep(browser.post("/api/v1/jobs?name=x", "x", "Authorization", "Bearer " + bearer));
    for (String body :
        List.of(
            "{\"password\": \"" + WRONG + "\"",
            "{\"password\": {\"a\": \"" + WRONG + "\"}}",
            "{\"name\": \"y\", \"role\": \"viewer\", \"password\": \"" + WRONG.repeat(5) + "\"}",
            "{\"name\": \"given\", \"role\": \"viewer\", \"password\": \"" + WRONG + "\"}")) {
      said.add(post(browser, admin, "/api/v1/users", body));
    }
    said.add(post(browser, admin, "/api/v1/users/given", "{\"password\": \"" + USERS + "\"}"));
    CommandRun run = CommandRun.of("jobs", "--home", dir, "--token", bearer + "x");
    said.add(run.out() + run.err());
  }

  private void keep(HttpResponse<String> response) {
    said.add(response.statusCode() + response.headers().toString() + response.body());
  }

  private static String post(Browser browser, String admin, String path, String json)
      throws Exception {
    return browser
        .post(
            path, json, "Authorization", basic("admin", admin), "Content-Type", "application/json")
        .body();
  }

  private static String value(String json, String key) {
    return json.replaceAll("(?s).*\"" + key + "\":\"([^\"]*)\".*", "$1");
  }

  private static String basic(String name, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }
}
