package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.support.InMemoryParts;
import org.millrace.manager.support.RunningSystem;

class ServerIT {
  @TempDir Path dir;

  @Test
  void endpointsAreThereWhenItIsReadyAndGoneAfterACleanStop() throws IOException {
    // As a killed process leaves it.
    Files.writeString(dir.resolve("endpoints.json"), "{\"pid\": 1, \"console\": \"http://gone\"}");

    try (RunningSystem system = RunningSystem.in(dir)) {
      assertThat(dir.resolve("endpoints.json"))
          .content()
          .contains("\"pid\": " + ProcessHandle.current().pid())
          .contains(system.url())
          .doesNotContain("gone");
    }

    assertThat(dir.resolve("endpoints.json")).doesNotExist();
  }

  @Test
  void aSecondSystemInTheSameHomeIsRefusedAndDisturbsNothing() throws IOException {
    try (RunningSystem system = RunningSystem.in(dir)) {
      String url = system.url();

      assertThatThrownBy(() -> RunningSystem.in(dir))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());

      assertThat(system.url()).isEqualTo(url);
    }
  }

  @Test
  void twoHomesRunSideBySide() throws IOException {
    try (RunningSystem one = RunningSystem.in(dir.resolve("one"));
        RunningSystem two = RunningSystem.in(dir.resolve("two"))) {
      assertThat(one.url()).isNotEqualTo(two.url());
      assertThat(one.password()).isNotEqualTo(two.password());
    }
  }

  @Test
  void portsThatAreTakenAreAllNamedWithTheirOptions() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      ServerOptions options =
          RunningSystem.options(dir, "--port", port, "--s3-port", "70000", "--sqs-port", "-1");

      assertThatThrownBy(() -> start(options))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("--port: must be a free port")
          .hasMessageContaining("was \"" + port + "\"")
          .hasMessageContaining("--s3-port: must be from 0 to 65535")
          .hasMessageContaining("--sqs-port: must be from 0 to 65535");
    }
  }

  @Test
  void anAddressThatIsNotThisMachinesIsNamed() throws IOException {
    Files.writeString(dir.resolve("millrace.yaml"), "millrace:\n  bind: 192.0.2.1\n");

    assertThatThrownBy(() -> RunningSystem.in(dir))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("millrace.yaml: bind: must be an address of this machine")
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void wrongSettingsStopTheStartAndTheHomeIsFreeAgain() throws IOException {
    Path settings = dir.resolve("millrace.yaml");
    Files.writeString(settings, "millrace:\n  containers: none\n");

    assertThatThrownBy(() -> RunningSystem.in(dir))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("millrace.yaml:2");

    Files.writeString(settings, "");
    try (RunningSystem system = RunningSystem.in(dir)) {
      assertThat(system.url()).startsWith("http://127.0.0.1:");
    }
  }

  private static void start(ServerOptions options) throws IOException {
    Server.start(options, Set.of(), List.of(InMemoryParts.class)).close();
  }
}
