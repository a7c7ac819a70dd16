package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.support.SteeredSystem;

/** Requests that a person or a program gets wrong are refused, and told why. */
class WrongRequestsIT {
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

  /** A filter whose only condition is misspelt would hold all dead letters there are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/dead-letters/discard | {'filter': {'jbo': 3}} | filter.jbo | job",
        "/api/v1/tokens | {'name': 't', 'scope': 'read', 'expire': '1d'} | expire | expires",
        "/api/v1/users | {'name': 'zed', 'role': 'viewer', 'group': ['a']} | group | groups",
        "/api/v1/jobs | {'quue': 'root.other', 'input': {}} | quue | queue",
      })
  void aFieldThatIsNotKnownIsRefusedWithTheOneThatWasMeant(
      String path, String body, String field, String meant) throws Exception {
    HttpResponse<String> answer = system.post("admin", path, body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode problem = json(answer);
    assertThat(problem.path("subject").asText()).isEqualTo(field);
    assertThat(problem.path("rule").asText()).contains("no field");
    assertThat(problem.path("remedy").asText()).isEqualTo("did you mean \"" + meant + "\"?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"t\", \"scope\": \"read\"} {\"name\": \"u\"}",
        "{\"name\": \"t\", \"name\": \"u\", \"scope\": \"read\"}"
      })
  void whatCanBeReadInTwoWaysIsNotJson(String body) throws Exception {
    assertThat(system.post("admin", "/api/v1/tokens", body).statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyOfJsonHasAnEndAndARefusalDoesNotSendItBack() throws Exception {
    String large = "{\"name\": \"" + "a".repeat(2 << 20) + "\", \"scope\": \"read\"}";
    HttpResponse<String> refused = system.post("admin", "/api/v1/tokens", large);
    expect(refused, 413);
    String small = "{\"name\": \"" + "a".repeat(100_000) + "\", \"scope\": \"read\"}";
    HttpResponse<String> named = system.post("admin", "/api/v1/tokens", small);

    expect(named, 422);
    assertThat(named.body()).hasSizeLessThan(2_000);
    assertThat(json(named).path("value").asText()).startsWith("aaa").contains("100000");
  }

  @Test
  void onlyTheKindsOfTheDescriptionAreTakenAndGiven() throws Exception {
    HttpResponse<String> yaml =
        system.post("admin", "/api/v1/tokens", "name: t", "Content-Type", "application/yaml");
    expect(yaml, 415);
    assertThat(json(yaml).path("remedy").asText()).contains("application/json");
    assertThat(json(yaml).path("remedy").asText()).doesNotContain("yaml");
    HttpResponse<String> csv =
        system.request(Optional.of("admin"), "GET", "/api/v1/jobs", "", "Accept", "text/csv");
    expect(csv, 406);
    assertThat(json(csv).path("value").asText()).isEqualTo("text/csv");
    assertThat(json(csv).path("remedy").asText()).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/jobs/1;a=b",
    "GET, /api/v1//jobs",
    "FOO, /api/v1/jobs",
  })
  void anAddressThatCouldBeMistakenIsRefusedWithTheReason(String method, String path)
      throws Exception {
    HttpResponse<String> refused = system.request(Optional.of("admin"), method, path, "");

    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode problem = json(refused);
    assertThat(problem.path("rule").asText()).startsWith("must be");
    assertThat(problem.path("subject").asText()).isEqualTo(method + " " + path);
  }

  @Test
  void aNumberThatIsNoneIsCalledThatEverywhere() throws Exception {
    for (String path : new String[] {"/api/v1/jobs?limit=x", "/api/v1/dead-letters?job=x"}) {
      HttpResponse<String> refused = system.get("admin", path);
      expect(refused, 400);
      assertThat(json(refused).path("rule").asText()).isEqualTo("must be a number");
    }
  }

  @Test
  void aChangeFromAnotherSiteIsToldWhatBrowserSaid() throws Exception {
    HttpResponse<String> refused =
        system.post("admin", "/api/v1/jobs/1/cancel", "", "Sec-Fetch-Site", "cross-site");

    expect(refused, 403);
    assertThat(json(refused).path("value").asText()).isEqualTo("cross-site");
  }
}
