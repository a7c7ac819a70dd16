package org.millrace.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Each operation by each kind of user on the user's own queue, its parent and another's. ann is on
 * the lists of root.team.ann, the group leads on those of root.team, bob on those of root.other,
 * and nobody but a source on those of root.sources. The jobs are ann's.
 */
class QueueAccessTest {
  private static EngineHarness harness;
  private static QueueAccess access;

  @BeforeAll
  static void start() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.of(
            Policy.FAIR,
            Resources.of(64, 0),
            Map.of(
                "root.team", queue("group:leads", "group:leads"),
                "root.team.ann", queue("ann", "ann"),
                "root.team.open", QueueSettings.defaults(),
                "root.other", queue("bob", "bob"),
                "root.sources", queue("group:sources", "group:leads"),
                "root.everybody", queue("*", "group:leads")));
    harness = new EngineHarness(Databases.h2(), EngineHarness.settings(1), settings);
    access = new QueueAccess(harness.engine.scheduler());
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({
    //              ann,  bob,   lead,  admin, source
    "root.team.ann, true, false, true,  true,  false",
    "root.team.open,false,false, true,  true,  false",
    "root.team,     false,false, true,  true,  false",
    "root.other,    false,true,  false, true,  false",
    "root.sources,  false,false, true,  true,  true",
    "root.everybody,true, true,  true,  true,  true",
  })
  void submit(String queue, boolean ann, boolean bob, boolean lead, boolean admin, boolean source) {
    check(ann, () -> access.submit(user("ann"), queue));
    check(bob, () -> access.submit(user("bob"), queue));
    check(lead, () -> access.submit(user("lead"), queue));
    check(admin, () -> access.submit(user("admin"), queue));
    check(source, () -> access.submit(User.source("acme"), queue));
  }

  @ParameterizedTest
  @CsvSource({
    // The owner may wherever the job is.
    "root.team.ann, true, false, true,  true",
    "root.team.open,true, false, true,  true",
    "root.other,    true, true,  false, true",
    "root.everybody,true, false, true,  true",
  })
  void cancel(String queue, boolean ann, boolean bob, boolean lead, boolean admin) {
    check(ann, () -> access.cancel(user("ann"), 1, "ann", queue));
    check(bob, () -> access.cancel(user("bob"), 1, "ann", queue));
    check(lead, () -> access.cancel(user("lead"), 1, "ann", queue));
    check(admin, () -> access.cancel(user("admin"), 1, "ann", queue));
  }

  @ParameterizedTest
  @CsvSource({
    "root.team.ann,  root.team.open, false, false, true,  true",
    "root.team.open, root.team.ann,  true,  false, true,  true",
    "root.other,     root.team.ann,  true,  false, false, true",
    "root.team.ann,  root.other,     false, false, false, true",
    "root.team.ann,  root.everybody, true,  false, true,  true",
    // Who administers the one queue and may only submit to the other may not.
    "root.other,     root.everybody, true,  false, false, true",
  })
  void move(String from, String to, boolean ann, boolean bob, boolean lead, boolean admin) {
    check(ann, () -> access.move(user("ann"), 1, "ann", from, to));
    check(bob, () -> access.move(user("bob"), 1, "ann", from, to));
    check(lead, () -> access.move(user("lead"), 1, "ann", from, to));
    check(admin, () -> access.move(user("admin"), 1, "ann", from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "root.team.ann,  true,  false, true,  true",
    "root.team.open, false, false, true,  true",
    "root.team,      false, false, true,  true",
    "root.other,     false, true,  false, true",
    "root.everybody, false, false, true,  true",
    "root,           false, false, false, true",
  })
  void pause(String queue, boolean ann, boolean bob, boolean lead, boolean admin) {
    check(ann, () -> access.pause(user("ann"), queue));
    check(bob, () -> access.pause(user("bob"), queue));
    check(lead, () -> access.pause(user("lead"), queue));
    check(admin, () -> access.pause(user("admin"), queue));
  }

  @Test
  void aUserCannotBeNamedLikeAGroup() {
    Assertions.assertThatThrownBy(() -> new User("group:leads", Set.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group:leads");
  }

  private static void check(boolean allowed, Runnable action) {
    if (allowed) {
      assertThatCode(action::run).doesNotThrowAnyException();
      return;
    }
    RefusalException refused = catchThrowableOfType(RefusalException.class, action::run);
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.reason()).isEqualTo(RefusalException.Cause.FORBIDDEN);
    assertThat(refused.subject()).matches("(queue root|job 1).*");
    assertThat(refused.value()).isNotEmpty();
    assertThat(refused.remedy()).matches(".*(add the user|be added) to .*");
  }

  private static User user(String name) {
    Set<String> groups = name.equals("lead") ? Set.of("leads") : Set.of();
    return new User(name, groups, name.equals("admin"));
  }

  private static QueueSettings queue(String submit, String administer) {
    return QueueSettings.builder().submit(Set.of(submit)).administer(Set.of(administer)).build();
  }
}
