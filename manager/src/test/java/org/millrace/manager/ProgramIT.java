package org.millrace.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program in a process of its own, with nothing of the tests on its class path. */
class ProgramIT {
  private static final int SIGTERM_EXIT = 143;

  @TempDir Path dir;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatATestLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void itStartsTellsItsPasswordOnceAndStopsInOrder() throws Exception {
    Process first = up("first.log");
    awaitReady(first);
    String password = Files.readString(home().resolve("admin-password")).strip();
    assertThat(status(password)).isEqualTo(200);
    assertThat(status(password + "x")).isEqualTo(401);
    stop(first);

    assertThat(first.exitValue()).isEqualTo(SIGTERM_EXIT);
    assertThat(home().resolve("endpoints.json")).doesNotExist();
    assertThat(Files.readString(dir.resolve("first.log"))).containsOnlyOnce(password);
    assertThat(home().resolve("logs/millrace.log"))
        .content()
        .contains("Console and API: http://127.0.0.1:")
        .doesNotContain(password);

    Process second = up("second.log");
    awaitReady(second);
    stop(second);
    assertThat(Files.readString(dir.resolve("second.log"))).doesNotContain(password);
  }

  @Test
  void asSecondOfTheSameHomeItIsRefusedWithTheFirstsProcess() throws Exception {
    Process first = up("first.log");
    awaitReady(first);

    Process second = up("second.log");

    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(2);
    assertThat(Files.readString(dir.resolve("second.log")).lines())
        .singleElement()
        .asString()
        .startsWith("up: home ")
        .contains("process " + first.pid() + " does");
    stop(first);
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingIsMade() throws Exception {
    for (List<String> wrong :
        List.of(List.of("--prot", "1"), List.of("--roles", "manger"), List.of("--port", "x"))) {
      Process process = run("wrong.log", wrong);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    }
    assertThat(home()).doesNotExist();
    assertThat(Files.readString(dir.resolve("wrong.log")))
        .contains("did you mean \"manager\"?")
        .contains("--port");
  }

  private Process up(String log) throws IOException {
    return run(
        log, List.of("--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0"));
  }

  private Process run(String log, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(programsClassPath(), Main.class.getName(), "up"));
    command.addAll(List.of("--home", home().toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve(log).toFile()))
            .start();
    started.add(process);
    return process;
  }

  private static String programsClassPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void awaitReady(Process process) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              assertThat(process.isAlive()).as("the system runs").isTrue();
              return Files.exists(home().resolve("endpoints.json"));
            });
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends on SIGTERM").isTrue();
  }

  private int status(String password) throws IOException {
    String console =
        Files.readString(home().resolve("endpoints.json"))
            .replaceAll("(?s).*\"console\": \"([^\"]*)\".*", "$1");
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(console + "/api/v1/jobs").toURL().openConnection();
    connection.setRequestProperty(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8)));
    return connection.getResponseCode();
  }

  private Path home() {
    return dir.resolve("home");
  }
}
