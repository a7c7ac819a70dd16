package org.millrace.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.manager.support.SteeredSystem.expect;
import static org.millrace.manager.support.SteeredSystem.idOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millrace.manager.support.SteeredSystem;

/** Each operation by each user on queues where they may and where they may not. */
class RightsIT {
  @TempDir static Path dir;

  private static SteeredSystem system;

  @BeforeAll
  static void start() throws IOException {
    system = SteeredSystem.in(dir);
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @AfterEach
  void resume() throws Exception {
    // 409 where the test paused nothing.
    assertThat(system.post("admin", "/api/v1/queues/root/resume", "").statusCode()).isIn(200, 409);
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.ann,  201",
    "ann,   root.team.open, 201",
    "ann,   root.team,      422",
    "ann,   root.other,     403",
    "ann,   root.nowhere,   422",
    "bob,   root.team.ann,  403",
    "bob,   root.other,     201",
    "lead,  root.team.ann,  201",
    "lead,  root.other,     403",
    "admin, root.other,     201",
    "admin, root.closed,    201",
  })
  void submitting(String user, String queue, int status) throws Exception {
    expect(system.submit(user, queue), status);
    expect(system.get(user, "/api/v1/submission?queue=" + queue), status == 201 ? 200 : status);
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   200",
    "bob,   403",
    "lead,  200",
    "admin, 200",
  })
  void cancellingAJobOfAnn(String user, int status) throws Exception {
    system.pause("root");
    String job = idOf(system.submit("ann", "root.team.ann"));
    expect(system.post(user, "/api/v1/jobs/" + job + "/cancel", ""), status);
    if (status == 200) {
      JsonNode cancelled = system.job(job);
      assertThat(cancelled.path("error").asText()).isEqualTo("cancelled by " + user);
      expect(system.post(user, "/api/v1/jobs/" + job + "/cancel", ""), 409);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.open, 200",
    "ann,   root.other,     403",
    "bob,   root.other,     403",
    "lead,  root.team.open, 200",
    "lead,  root.other,     403",
    "admin, root.other,     200",
    "admin, root.nowhere,   422",
    "admin, root.team,      422",
  })
  void movingAJobOfAnn(String user, String queue, int status) throws Exception {
    system.pause("root");
    String job = idOf(system.submit("ann", "root.team.ann"));
    expect(
        system.post(user, "/api/v1/jobs/" + job + "/move", "{\"queue\": \"" + queue + "\"}"),
        status);
    assertThat(system.job(job).path("queue").asText())
        .isEqualTo(status == 200 ? queue : "root.team.ann");
  }

  @ParameterizedTest
  @CsvSource({
    "ann,   root.team.ann, 403",
    "lead,  root.team.ann, 200",
    "lead,  root.team,     200",
    "lead,  root,          403",
    "bob,   root.other,    200",
    "bob,   root.team,     403",
    "admin, root,          200",
    "admin, root.nowhere,  404",
    "admin, nonsense,      422",
  })
  void pausingAndResuming(String user, String queue, int status) throws Exception {
    expect(system.post(user, "/api/v1/queues/" + queue + "/pause", ""), status);
    expect(
        system.post(user, "/api/v1/queues/" + queue + "/resume", ""), status == 404 ? 409 : status);
  }
}
