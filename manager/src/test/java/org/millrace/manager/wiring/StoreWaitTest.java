package org.millrace.manager.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.StoreSettings.Datasource;

class StoreWaitTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  @Test
  void aDatabaseThatIsDownIsWaitedForAndThenRefusedInOneMessage() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + nobody + "/millrace";
    assertThatThrownBy(() -> wait(Duration.ofSeconds(1)).forDatabase(database(url + "?password=x")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("datasource: must be a database that can be reached, and is not")
        .hasMessageContaining("start the database")
        .hasMessageNotContaining("password=x");
    assertThat(notes.toString())
        .hasLineCount(1)
        .startsWith("Waiting up to 1 s for the database jdbc:postgresql://127.0.0.1:" + nobody);
  }

  @Test
  void whatNoWaitingMendsIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> wait(Duration.ofMinutes(5)).forDatabase(database("jdbc:nothing://127.0.0.1/x")))
        .isInstanceOf(RefusedException.class);
    assertThat(notes.toString()).isEmpty();
  }

  @Test
  void aSystemThatStartsALittleLaterIsEnough() throws Exception {
    Home home = new Home(folder);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> wait(Duration.ofSeconds(20)).forSystem(home));
    org.awaitility.Awaitility.await().until(() -> notes.toString().contains("a system to run on"));
    assertThat(waiting).isNotDone();
    Files.writeString(home.endpoints(), "{}");
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void withoutASystemItIsRefusedInTheEnd() {
    assertThatThrownBy(() -> wait(Duration.ofMillis(100)).forSystem(new Home(folder)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("none runs there")
        .hasMessageContaining("start it first with: millrace up");
  }

  private StoreWait wait(Duration longest) {
    return new StoreWait(longest, new PrintStream(notes, true));
  }

  private static Datasource database(String url) {
    return new Datasource(url, "millrace", "secret");
  }
}
