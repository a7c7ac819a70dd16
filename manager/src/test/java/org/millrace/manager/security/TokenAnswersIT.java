package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

/** What programs are told that come with a token, or with something that is none. */
class TokenAnswersIT {
  @TempDir static Path dir;

  private static SteeredSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = SteeredSystem.in(dir);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  /** The observe part is not in this system, so a page that is not there stands for it. */
  @Test
  void aTokenOfScopeMetricsScrapesAndSeesNothingElse() throws Exception {
    String token = token("admin", "metrics", "1d");

    assertThat(with("Bearer " + token, "/actuator/prometheus").statusCode()).isIn(200, 404);
    for (String path : new String[] {"/api/v1/jobs", "/actuator/health", "/v3/api-docs", "/"}) {
      assertThat(with("Bearer " + token, path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(json(with("Bearer " + token, "/api/v1/jobs")).path("rule").asText())
        .contains("needs role viewer");
    expect(system.post("ann", "/api/v1/tokens", "{\"name\": \"t\", \"scope\": \"metrics\"}"), 422);
    assertThat(system.get("ann", "/actuator/prometheus").statusCode()).isEqualTo(403);
  }

  @Test
  void anExpiredTokenIsToldThatAndAnUnknownOneSomethingElse() throws Exception {
    String token = token("ann", "read", "1s");
    await().until(() -> with("Bearer " + token, "/api/v1/jobs").statusCode() == 401);

    JsonNode expired = json(with("Bearer " + token, "/api/v1/jobs"));
    assertThat(expired.path("subject").asText()).isEqualTo("token t");
    assertThat(expired.path("rule").asText()).contains("expired");
    HttpResponse<String> unknown = with("Bearer mr_nonsense", "/api/v1/jobs");
    assertThat(json(unknown).path("rule").asText()).contains("known here");
    assertThat(unknown.body()).doesNotContain("nonsense");
    assertThat(unknown.headers().allValues("WWW-Authenticate"))
        .anyMatch(each -> each.contains("error=\"invalid_token\""));
  }

  @Test
  void aWrongPasswordIsNotCalledAMissingOne() throws Exception {
    String wrong = Base64.getEncoder().encodeToString("ann:wrong".getBytes(StandardCharsets.UTF_8));

    assertThat(json(with("Basic " + wrong, "/api/v1/jobs")).path("rule").asText())
        .contains("these do not");
    assertThat(
            json(system.request(Optional.empty(), "GET", "/api/v1/jobs", "")).path("rule").asText())
        .doesNotContain("these do not");
  }

  private static String token(String user, String scope, String expires) throws Exception {
    HttpResponse<String> made =
        system.post(
            user,
            "/api/v1/tokens",
            "{\"name\": \"t\", \"scope\": \"%s\", \"expires\": \"%s\"}".formatted(scope, expires));
    expect(made, 201);
    return json(made).path("token").asText();
  }

  private static HttpResponse<String> with(String authorization, String path) throws Exception {
    return system.request(Optional.empty(), "GET", path, "", "Authorization", authorization);
  }
}
