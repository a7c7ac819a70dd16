package org.millrace.engine.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;

/** What those who want to hear of jobs' ends are promised, on every database. */
abstract class AnnouncerContract {
  private static final Set<JobState> ENDS =
      Set.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED);
  private static final String SECRET = "sixteen characters";

  private final List<Webhook> hooks = new CopyOnWriteArrayList<>();
  private final List<String> published = new CopyOnWriteArrayList<>();
  private boolean topicWanted;
  private boolean brokerDown;
  private EngineHarness harness;
  private Announcements announcements;
  private Announcer announcer;
  private HookServer server;

  abstract Database database();

  @BeforeEach
  void start() throws Exception {
    server = new HookServer();
    harness =
        new EngineHarness(
            database(),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:work?maxAttempts=1")
                    .process(
                        exchange -> {
                          if (exchange.getMessage().getBody(String.class).contains("bad")) {
                            throw new IllegalStateException("bad");
                          }
                        });
              }
            });
    announcements = new Announcements(harness.db);
    announcer =
        new Announcer(
            announcements,
            () -> hooks,
            Optional.of(
                json -> {
                  if (brokerDown) {
                    throw new IllegalStateException("down");
                  }
                  published.add(json);
                }),
            () -> topicWanted,
            () -> true,
            Clock.systemUTC(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    harness.engine.ends().wantedWhen(announcer::wanted);
  }

  @AfterEach
  void stop() {
    announcer.close();
    server.close();
    harness.close();
  }

  @Test
  void everyEndIsToldOnceToThoseWhoTakeIt() throws Exception {
    hook("/all", ENDS);
    hook("/failures", Set.of(JobState.FAILED));
    hooks.add(new Webhook(server.uri("/others"), SECRET, ENDS, List.of("root.partners.zeta")));
    long good = completed("good");
    long bad = failed("bad");
    long dropped = harness.open("work", "later", "");
    harness.engine.ledger().cancel(dropped, "cancelled by ann");

    rounds(() -> server.at("/all").size() == 3 && server.at("/failures").size() == 1);
    announcer.round();
    assertThat(server.at("/all"))
        .extracting(each -> json(each).path("job").path("id").asLong())
        .containsExactlyInAnyOrder(good, bad, dropped);
    assertThat(server.at("/others")).isEmpty();
    JsonNode failed = json(server.at("/failures").get(0));
    assertThat(failed.path("event").asText()).isEqualTo("job.ended");
    assertThat(failed.path("job").path("id").asLong()).isEqualTo(bad);
    assertThat(failed.path("job").path("state").asText()).isEqualTo("FAILED");
    assertThat(failed.path("job").path("error").asText()).contains("bad");
    assertThat(failed.path("job").path("finishedAt").asText()).endsWith("Z");
    await().untilAsserted(() -> assertThat(rows()).isZero());
  }

  @Test
  void theSignatureIsThatOfTheTimeAndTheBody() throws Exception {
    hook("/all", ENDS);
    completed("good");
    rounds(() -> server.at("/all").size() == 1);

    HookServer.Request request = server.at("/all").get(0);
    String signature = request.header("Millrace-Signature");
    long second = Long.parseLong(signature.replaceAll("t=(\\d+),v1=[0-9a-f]{64}", "$1"));
    assertThat(signature).isEqualTo(Signature.of(SECRET, second, request.body()));
    assertThat(signature).isNotEqualTo(Signature.of("another secret 16", second, request.body()));
    assertThat(request.header("Millrace-Delivery")).matches("\\d+");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
  }

  /** {@code printf 1.x | openssl dgst -sha256 -hmac key}. */
  @Test
  void theSignatureIsWhatOthersCompute() {
    assertThat(Signature.of("key", 1, "x"))
        .isEqualTo("t=1,v1=fc4913c41a7bf793267e2a384f3261c9436ec2cd097bd745e7b0d99113f510ec");
  }

  @Test
  void whatFailsIsToldAgainUnderTheSameNumber() throws Exception {
    server.answers("/all", 500, 503, 200);
    hook("/all", ENDS);
    completed("good");

    rounds(() -> server.at("/all").size() == 3);
    assertThat(server.at("/all"))
        .extracting(each -> each.header("Millrace-Delivery"))
        .containsOnly(server.at("/all").get(0).header("Millrace-Delivery"));
    await().untilAsserted(() -> assertThat(rows()).isZero());
  }

  @Test
  void whoHangsHoldsUpNobodyElse() throws Exception {
    server.hangsAt("/slow");
    hook("/slow", ENDS);
    hook("/quick", ENDS);
    for (int i = 0; i < 6; i++) {
      completed("good" + i);
    }
    rounds(() -> server.at("/quick").size() == 6);
    rounds(() -> announcements.list(0, 10).stream().anyMatch(each -> each.attempts() > 0));
    assertThat(announcements.list(0, 10).get(0).error().orElse(""))
        .contains("did not answer in time");
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.redirects("/all", "/secret-place");
    hook("/all", ENDS);
    completed("good");

    rounds(() -> !announcements.list(0, 10).isEmpty());
    assertThat(announcements.list(0, 10).get(0).error())
        .contains("answered 302; redirects are not followed");
    assertThat(server.at("/secret-place")).isEmpty();
  }

  @Test
  void afterADayItIsKeptAndShownAndMayBeTriedAgain() throws Exception {
    server.answers("/all", 500);
    hook("/all", ENDS);
    completed("good");
    rounds(() -> !announcements.list(0, 10).isEmpty());
    harness
        .db
        .jdbc()
        .sql(
            "update announcement set created_at = created_at - interval '2' day, due_at = current_timestamp")
        .update();

    rounds(() -> announcements.list(0, 10).get(0).dueAt().isEmpty());
    long id = announcements.list(0, 10).get(0).id();
    int asked = server.at("/all").size();
    announcer.round();
    assertThat(server.at("/all")).hasSize(asked);
    server.answers("/all", 200);
    assertThat(announcements.retry(id)).isTrue();
    assertThat(announcements.retry(id)).isFalse();
    rounds(() -> rows() == 0);
  }

  @Test
  void anAddressThatIsNoLongerInTheSettingsIsNotAsked() throws Exception {
    server.answers("/all", 500);
    hook("/all", ENDS);
    completed("good");
    rounds(() -> !announcements.list(0, 10).isEmpty());
    hooks.clear();
    hook("/other", ENDS);
    rounds(() -> announcements.list(0, 10).get(0).dueAt().isEmpty());
    assertThat(announcements.list(0, 10).get(0).error())
        .hasValueSatisfying(error -> assertThat(error).contains("no webhook of the settings"));
  }

  @Test
  void theTopicGetsTheSameAndIsTriedAgainWhenTheBrokerIsAway() throws Exception {
    hook("/all", ENDS);
    topicWanted = true;
    brokerDown = true;
    completed("good");
    rounds(() -> announcements.list(0, 10).stream().anyMatch(each -> each.attempts() > 0));
    brokerDown = false;
    rounds(() -> published.size() == 1 && server.at("/all").size() == 1);
    assertThat(published.get(0)).isEqualTo(server.at("/all").get(0).body());
  }

  @Test
  void nothingIsNotedWhenNobodyWantsToKnow() throws Exception {
    completed("good");
    assertThat(harness.db.jdbc().sql("select count(*) from job_end").query(Long.class).single())
        .isZero();
  }

  private void hook(String path, Set<JobState> on) {
    hooks.add(new Webhook(server.uri(path), SECRET, on, List.of("root.partners.acme")));
  }

  private long completed(String key) throws Exception {
    long id = harness.open("work", key, "");
    harness.runUntil(id, JobState.COMPLETED);
    return id;
  }

  private long failed(String key) throws Exception {
    long id = harness.open("work", key, "");
    harness.runUntil(id, JobState.FAILED);
    return id;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void rounds(Condition until) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              announcer.round();
              return until.holds();
            });
  }

  private long rows() {
    return harness.db.jdbc().sql("select count(*) from announcement").query(Long.class).single();
  }

  private static JsonNode json(HookServer.Request request) {
    try {
      return Json.MAPPER.readTree(request.body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
