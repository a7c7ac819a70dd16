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

/** A manager that works too, and further workers, each a real process, over one home. */
final class Cluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final JavaProcess manager;
  final List<JavaProcess> workers = new ArrayList<>();
  private final Path home;

  Cluster(Path home, int workers) {
    this.home = home;
    this.manager =
        process(
            "manager",
            List.of(
                "up", "--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0"));
    for (int i = 1; i <= workers; i++) {
      this.workers.add(process("worker-" + i, List.of("worker", "--name", "w" + i)));
    }
  }

  private JavaProcess process(String name, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--home", home.toString()));
    return new JavaProcess(home.resolveSibling(name + ".log"), arguments);
  }

  void startManager() throws IOException {
    manager.start();
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!manager.isAlive()) {
                throw new IllegalStateException("the system ended, see manager.log");
              }
              return endpoints().path("pid").asLong() == manager.pid();
            });
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
  public void close() throws IOException, InterruptedException {
    for (JavaProcess worker : workers) {
      worker.stop();
    }
    manager.stop();
  }
}
