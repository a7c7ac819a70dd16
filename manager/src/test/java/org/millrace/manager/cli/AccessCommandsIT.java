package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.RunningSystem;

/** Users, tokens and the audit log from the command line. */
class AccessCommandsIT {
  @TempDir static Path dir;

  private static RunningSystem system;

  @BeforeAll
  static void start() throws IOException {
    system = RunningSystem.in(dir);
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @Test
  void aUserIsAddedChangedAndRemoved() throws IOException {
    Run added = command("users", "add", "ann", "--role", "operator", "--groups", "ops,leads");
    assertThat(added.exit()).as(added.err()).isZero();
    assertThat(added.out()).contains("User ann added: operator").containsPattern("Password: \\S+");

    Run listed = command("users");
    assertThat(listed.out())
        .containsPattern("admin +admin")
        .containsPattern("ann +operator +leads,ops");

    assertThat(command("users", "set", "ann", "--role", "viewer", "--disable").exit()).isZero();
    Map<String, Object> ann = user("ann");
    assertThat(ann).containsEntry("role", "viewer").containsEntry("disabled", true);
    assertThat(ann).containsEntry("groups", List.of("leads", "ops"));
    assertThat(command("users", "set", "ann", "--enable", "--groups", "").exit()).isZero();
    assertThat(user("ann")).containsEntry("disabled", false).containsEntry("groups", List.of());

    assertThat(command("users", "set", "ann", "--disable").out())
        .as("what was asked for")
        .contains("disabled");
    assertThat(command("users", "remove", "ann").out()).contains("User ann removed");
    assertThat(command("users").out()).doesNotContain("ann");
  }

  @Test
  void wrongUsageIsRefusedWithTheRemedy() {
    assertThat(command("users", "add", "zoe", "--role", "boss"))
        .returns(2, Run::exit)
        .satisfies(run -> assertThat(run.err()).contains("must be viewer, operator or admin"));
    assertThat(command("users", "set", "admin", "--role", "viewer").err())
        .contains("must be another than the home's own user");
    assertThat(command("users", "set", "nobody", "--disable").exit()).isEqualTo(2);
    assertThat(command("users", "set", "nobody").err()).contains("must say what to change");
    assertThat(command("users", "add", "a b", "--role", "viewer").exit()).isEqualTo(2);
    assertThat(command("tokens", "add", "x", "--scope", "read", "--expires", "900d").err())
        .contains("up to 366d");
    assertThat(command("tokens", "revoke", "4711").exit()).isEqualTo(2);
    assertThat(command("jobs", "--user", "a", "--token", "b").exit()).isEqualTo(2);
  }

  @Test
  void onesOwnPasswordIsChangedWithTheOldOneAlone() throws IOException {
    Run home = withInput("a long password\n", "users", "password", "--password-stdin");
    assertThat(home.exit()).isEqualTo(2);
    assertThat(home.err()).contains("admin-password");
    String token = command("tokens", "add", "own", "--scope", "operate", "--quiet").out().strip();
    Run byToken =
        withInput("a long password\n", "users", "password", "--password-stdin", "--token", token);
    assertThat(byToken.err()).contains("cannot be changed with a token");
    assertThat(command("users", "password").err()).contains("needs a terminal");
  }

  private static Run withInput(String input, Object... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return command(words);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aPasswordFromTheInputIsTakenAndNotShown() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("a quiet password\n".getBytes(StandardCharsets.UTF_8)));
    try {
      Run added = command("users", "add", "quiet", "--role", "viewer", "--password-stdin");
      assertThat(added.exit()).as(added.err()).isZero();
      assertThat(added.out()).doesNotContain("Password");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aTokenIsPrintedOnceWorksAndIsRevoked() throws IOException {
    Run made = command("tokens", "add", "ci", "--scope", "read", "--quiet");
    String token = made.out().strip();
    assertThat(token).matches("mr_[A-Za-z0-9_-]{43}");
    assertThat(command("tokens").out()).contains("ci").contains("never").doesNotContain(token);

    assertThat(command("jobs", "--token", token).exit()).isZero();
    Run refused = command("queues", "pause", "root.partners", "--token", token);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("needs role operator");

    Map<String, Object> ci =
        Json.list(Json.object(command("tokens", "--json").out()), "tokens").stream()
            .filter(each -> each.get("name").equals("ci"))
            .findFirst()
            .orElseThrow();
    assertThat(ci.get("lastUsedAt")).isNotNull();
    assertThat(command("tokens", "revoke", ci.get("id")).exit()).isZero();
    assertThat(command("jobs", "--token", token).exit()).isEqualTo(2);
  }

  @Test
  void theAuditLogSaysWhoDidWhat() throws IOException {
    command("queues", "pause", "root.partners");
    command("queues", "resume", "root.partners");

    Map<String, Object> page =
        Json.object(command("audit", "--since", "1h", "--user", "admin", "--json").out());
    Map<String, Object> resumed =
        Json.list(page, "entries").stream()
            .filter(each -> each.get("action").equals("queues.resume"))
            .findFirst()
            .orElseThrow();
    assertThat(resumed)
        .containsEntry("who", "admin")
        .containsEntry("how", "basic")
        .containsEntry("subject", "root.partners")
        .containsEntry("before", Map.of("paused", true, "drained", false))
        .containsEntry("after", Map.of("paused", false, "drained", false))
        .containsEntry("outcome", "done");
    assertThat(command("audit").out())
        .containsPattern("admin +basic +127.0.0.1 +queues.resume .*paused true becomes false");
    assertThat(command("audit", "--user", "nobody").out()).doesNotContain("queues.resume");
  }

  private static Map<String, Object> user(String name) throws IOException {
    return Json.list(Json.object(command("users", "--json").out()), "users").stream()
        .filter(each -> each.get("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Run command(Object... words) {
    Object[] all = new Object[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--home";
    all[words.length + 1] = system.home().dir();
    return Run.command(all);
  }
}
