package org.millrace.engine.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.StallingProxy;

class SilentServerTest {
  private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");

  @TempDir Path theirs;
  @TempDir Path ours;

  @Test
  @Timeout(60)
  void anEmbeddedDatabaseOfAnotherProcessThatDoesNotAnswerIsGivenUp() throws Exception {
    try (Database served = Database.embedded(theirs, 4);
        StallingProxy proxy = proxy();
        Database joined = Database.join(ours, 2, Duration.ofMillis(500))) {
      assertThat(ask(joined)).isOne();

      proxy.stall();
      assertThatThrownBy(() -> ask(joined)).satisfies(e -> assertThat(unreachable(e)).isTrue());

      proxy.goOn();
      await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(ask(joined)).isOne());
      assertThat(ask(served)).isOne();
    }
  }

  private static boolean unreachable(Throwable e) {
    return Database.unreachable(e);
  }

  private static int ask(Database db) {
    return db.jdbc().sql("select 1").query(Integer.class).single();
  }

  /** What joins {@code ours} reaches the database of {@code theirs} through it. */
  private StallingProxy proxy() throws IOException {
    String url = H2Server.url(theirs);
    Matcher port = PORT.matcher(url);
    assertThat(port.find()).as(url).isTrue();
    StallingProxy proxy = StallingProxy.to(Integer.parseInt(port.group()));
    Files.writeString(ours.resolve("server"), port.replaceFirst("" + proxy.port()));
    return proxy;
  }
}
