package org.millrace.manager.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.millrace.manager.Main;

/** A real system in a process of its own, to be killed. */
final class Process9 implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private Process process;

  Process9(Path home) {
    this.home = home;
  }

  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, Main.class.getName(), "up"));
    command.addAll(
        List.of("--home", home.toString(), "--port", "0", "--s3-port", "0", "--sqs-port", "0"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolveSibling("out.log").toFile()))
            .start();
  }

  void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "the system ended with exit code " + process.exitValue() + ", see out.log");
              }
              return endpoints().path("pid").asLong() == process.pid();
            });
  }

  /** SIGKILL: nothing in the process gets to run any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  JsonNode get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create(endpoints().path("console").asText() + path).toURL().openConnection();
    String password = Files.readString(home.resolve("admin-password")).strip();
    connection.setRequestProperty(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes()));
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(20_000);
    return JSON.readTree(connection.getInputStream());
  }

  private JsonNode endpoints() throws IOException {
    Path file = home.resolve("endpoints.json");
    return Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null && process.isAlive()) {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
