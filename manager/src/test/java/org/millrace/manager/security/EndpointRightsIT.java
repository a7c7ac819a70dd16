package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.manager.support.SteeredSystem.idOf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.engine.db.Database;
import org.millrace.manager.support.SteeredSystem;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every endpoint of the API by everybody: nobody, a viewer, an operator without rights on the
 * queue, one who administers it by its parent, and an administrator. An endpoint that is not in the
 * table fails the test, so a new one has to say who may.
 */
class EndpointRightsIT {
  private static final String QUEUE = "root.team.ann";

  /** One's own password, and what changes nothing. */
  private static final Set<String> THEIR_OWN =
      Set.of("POST /api/v1/account/password", "POST /sources/{name}/sample");

  private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS");

  /** Which of them may; nobody never may. */
  private enum May {
    EVERY_USER("vera", "bob", "lead", "admin"),
    EVERY_OPERATOR("bob", "lead", "admin"),
    WHO_ADMINISTERS_THE_QUEUE("lead", "admin"),
    WHO_MAY_SUBMIT_TO_THE_OTHERS("bob", "admin"),
    ADMINS("admin");

    private final Set<String> users;

    May(String... users) {
      this.users = Set.of(users);
    }
  }

  private record Row(String path, String body, May may) {}

  private static final Map<String, Row> TABLE = new LinkedHashMap<>();

  static {
    see("/api/v1/jobs", "/api/v1/jobs");
    see("/api/v1/jobs/{id}", "/api/v1/jobs/JOB");
    see("/api/v1/jobs/{id}/explanation", "/api/v1/jobs/JOB/explanation");
    see("/api/v1/jobs/{id}/replay", "/api/v1/jobs/JOB/replay");
    see("/api/v1/jobs/{id}/results/{name}", "/api/v1/jobs/JOB/results/x");
    see("/api/v1/stages", "/api/v1/stages");
    see("/api/v1/pipelines", "/api/v1/pipelines");
    see("/api/v1/sources", "/api/v1/sources");
    see("/api/v1/sources/{name}", "/api/v1/sources/friend");
    see("/api/v1/queues", "/api/v1/queues");
    see("/api/v1/workers", "/api/v1/workers");
    see("/api/v1/dead-letters", "/api/v1/dead-letters");
    see("/api/v1/dead-letters/{id}", "/api/v1/dead-letters/LETTER");
    see("/api/v1/tokens", "/api/v1/tokens");
    see("/api/v1/analytics", "/api/v1/analytics");
    see("/api/v1/events", "/api/v1/events");
    row("GET /api/v1/submission", "/api/v1/submission?source=stream", "", May.EVERY_USER);

    String submit = "/api/v1/jobs?name=a&source=acme&queue=" + QUEUE;
    row("POST /api/v1/jobs", submit, "line\n", May.WHO_ADMINISTERS_THE_QUEUE);
    row(
        "POST /api/v1/jobs of JSON",
        "/api/v1/jobs",
        "{\"queue\": \"" + QUEUE + "\", \"input\": {\"bucket\": \"inbox\", \"key\": \"none\"}}",
        May.WHO_ADMINISTERS_THE_QUEUE);
    row(
        "POST /api/v1/sources/{name}/messages",
        "/api/v1/sources/others/messages",
        "a message",
        May.WHO_MAY_SUBMIT_TO_THE_OTHERS);
    for (String step : List.of("cancel", "pause", "resume", "retry", "replay")) {
      row(
          "POST /api/v1/jobs/{id}/" + step,
          "/api/v1/jobs/JOB/" + step,
          "",
          May.WHO_ADMINISTERS_THE_QUEUE);
    }
    row(
        "POST /api/v1/jobs/{id}/move",
        "/api/v1/jobs/JOB/move",
        "{\"queue\": \"root.team.open\"}",
        May.WHO_ADMINISTERS_THE_QUEUE);
    // Not the queue of the jobs that this test submits.
    row(
        "POST /api/v1/queues/{queue}/drain",
        "/api/v1/queues/root.team.open/drain",
        "",
        May.WHO_ADMINISTERS_THE_QUEUE);
    for (String step : List.of("pause", "resume")) {
      row(
          "POST /api/v1/queues/{queue}/" + step,
          "/api/v1/queues/" + QUEUE + "/" + step,
          "",
          May.WHO_ADMINISTERS_THE_QUEUE);
    }
    see("/api/v1/queues/{queue}/settings", "/api/v1/queues/" + QUEUE + "/settings");
    row(
        "PUT /api/v1/queues/{queue}/settings",
        "/api/v1/queues/" + QUEUE + "/settings",
        "{\"weight\": 2}",
        May.WHO_ADMINISTERS_THE_QUEUE);
    for (String step : List.of("drain", "resume")) {
      row("POST /api/v1/workers/{name}/" + step, "/api/v1/workers/nowhere/" + step, "", May.ADMINS);
    }
    row(
        "POST /api/v1/dead-letters/{id}/replay",
        "/api/v1/dead-letters/LETTER/replay",
        "{\"body\": \"b\"}",
        May.WHO_ADMINISTERS_THE_QUEUE);
    for (String step : List.of("replay", "discard")) {
      row(
          "POST /api/v1/dead-letters/" + step,
          "/api/v1/dead-letters/" + step,
          "{\"ids\": [LETTER]}",
          May.WHO_ADMINISTERS_THE_QUEUE);
    }

    row(
        "POST /api/v1/tokens",
        "/api/v1/tokens",
        "{\"name\": \"t\", \"scope\": \"read\"}",
        May.EVERY_OPERATOR);
    row("DELETE /api/v1/tokens/{id}", "/api/v1/tokens/4711", "", May.EVERY_OPERATOR);
    see("/api/v1/account", "/api/v1/account");
    // A body that changes nothing: who may, is told what is wrong with it.
    row("POST /api/v1/account/password", "/api/v1/account/password", "{}", May.EVERY_USER);
    row("GET /api/v1/users", "/api/v1/users", "", May.ADMINS);
    row("GET /api/v1/users/{name}", "/api/v1/users/ann", "", May.ADMINS);
    row("POST /api/v1/users", "/api/v1/users", "{\"name\": \"a b\"}", May.ADMINS);
    row("POST /api/v1/users/{name}", "/api/v1/users/nobody", "{\"role\": \"admin\"}", May.ADMINS);
    row("DELETE /api/v1/users/{name}", "/api/v1/users/nobody", "", May.ADMINS);
    row("GET /api/v1/audit", "/api/v1/audit", "", May.ADMINS);
    row("GET /api/v1/webhooks", "/api/v1/webhooks", "", May.ADMINS);
    row("GET /api/v1/webhooks/deliveries", "/api/v1/webhooks/deliveries", "", May.ADMINS);
    row(
        "POST /api/v1/webhooks/deliveries/{id}/retry",
        "/api/v1/webhooks/deliveries/4711/retry",
        "",
        May.ADMINS);
  }

  @TempDir static Path dir;

  private static SteeredSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = SteeredSystem.in(dir);
    system.pause("root");
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  static Stream<String> endpoints() {
    return TABLE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void isOpenToThoseWhoMayAndToNobodyElse(String endpoint) throws Exception {
    Row row = TABLE.get(endpoint);
    String method = endpoint.substring(0, endpoint.indexOf(' '));
    for (String user : List.of("vera", "bob", "lead", "admin")) {
      int status = ask(Optional.of(user), method, row).statusCode();
      if (row.may().users.contains(user)) {
        assertThat(status).as(user).isNotIn(401, 403).isLessThan(500);
      } else {
        assertThat(status).as(user).isEqualTo(403);
      }
    }
    HttpResponse<String> nobody = ask(Optional.empty(), method, row);
    SteeredSystem.json(nobody);
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void everyEndpointOfTheApiIsInTheTable() {
    Set<String> mapped = new TreeSet<>();
    mappings(path -> path.startsWith("/api/")).forEach(each -> mapped.add(each));

    assertThat(TABLE.keySet()).containsExactlyInAnyOrderElementsOf(mapped);
  }

  /** The console's too, which are not in the table. */
  @Test
  void aViewerIsRefusedAtEveryEndpointThatChangesSomething() throws Exception {
    List<String> changing =
        mappings(path -> true).stream()
            .filter(each -> !SAFE.contains(each.substring(0, each.indexOf(' '))))
            .filter(each -> !each.contains("/error"))
            .filter(each -> !THEIR_OWN.contains(each))
            .toList();
    assertThat(changing).hasSizeGreaterThan(15);
    for (String endpoint : changing) {
      String[] parts = endpoint.split(" ");
      String path = parts[1].replaceAll("\\{[^}]*}", "1");
      assertThat(system.request(Optional.of("vera"), parts[0], path, "").statusCode())
          .as(endpoint)
          .isEqualTo(403);
    }
  }

  @Test
  void aViewerMayHaveSampleLinesReadAndNobodyElseWhoIsNotKnown() throws Exception {
    assertThat(system.form("vera", "/sources/friend/sample", "lines=a").statusCode())
        .isEqualTo(200);
    assertThat(
            system
                .request(Optional.empty(), "POST", "/sources/friend/sample", "lines=a")
                .statusCode())
        .isEqualTo(401);
  }

  private static HttpResponse<String> ask(Optional<String> user, String method, Row row)
      throws Exception {
    String job = idOf(system.submit("ann", QUEUE));
    String letter = row.toString().contains("LETTER") ? deadLetterOf(job) : "";
    return system.request(
        user,
        method,
        row.path().replace("JOB", job).replace("LETTER", letter),
        row.body().replace("LETTER", letter));
  }

  private static String deadLetterOf(String job) {
    Database db = system.bean(Database.class);
    db.jdbc()
        .sql(
            """
            merge into lane (queue, stage) key (queue, stage) values ('root.team.ann', 'parse')
            """)
        .update();
    db.jdbc()
        .sql(
            """
            insert into dead_letter (uid, lane_id, job_id, attempt, content_type, body, errors, died_at)
            select random_uuid(), id, :job, 3, 'text/plain', x'61', '[]', current_timestamp
            from lane where queue = 'root.team.ann' and stage = 'parse'
            """)
        .param("job", Long.parseLong(job))
        .update();
    return db.jdbc().sql("select max(id) from dead_letter").query(Long.class).single().toString();
  }

  private static List<String> mappings(Predicate<String> wanted) {
    List<String> found = new ArrayList<>();
    for (RequestMappingInfo info :
        system.bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet()) {
      boolean json =
          info.getConsumesCondition().getConsumableMediaTypes().stream()
              .anyMatch(type -> type.toString().equals("application/json"));
      Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
      for (String path : info.getPatternValues()) {
        for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.POST) : methods) {
          if (wanted.test(path)) {
            found.add(method + " " + path + (json ? " of JSON" : ""));
          }
        }
      }
    }
    return found;
  }

  private static void see(String pattern, String path) {
    row("GET " + pattern, path, "", May.EVERY_USER);
  }

  private static void row(String endpoint, String path, String body, May may) {
    TABLE.put(endpoint, new Row(path, body, may));
  }
}
