package org.millrace.manager.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.Server;
import org.millrace.manager.WorkerOptions;
import org.millrace.manager.WorkerProcess;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.support.RunningSystem;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.IntakeConfiguration;
import org.millrace.manager.wiring.ManagerConfiguration;
import org.millrace.processors.logs.Formats;
import picocli.CommandLine;

/** A worker process gives its metrics where it was told to, and nowhere else. */
class WorkerMetricsIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path home;

  @Test
  void aWorkerTellsWhatItHasSeenItselfAndLeavesTheRestToTheManagers() throws Exception {
    try (Server server = server();
        WorkerProcess worker = worker("0")) {
      int port = worker.metrics().orElseThrow().port();

      String metrics = get(port, "/metrics").body();
      assertThat(metrics)
          .contains(
              "millrace_claim_seconds_count", "millrace_settle_seconds", "jvm_memory_used_bytes")
          .doesNotContain("millrace_jobs", "millrace_leader");
      assertThat(get(port, "/actuator/env").statusCode()).isEqualTo(404);
      assertThat(send(request(port, "/metrics").POST(BodyPublishers.noBody())).statusCode())
          .isEqualTo(405);
      assertThatThrownBy(() -> worker(Integer.toString(port)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("must be a port that is free");
    }
  }

  @Test
  void aWorkerThatWasNotToldToListenDoesNot() throws Exception {
    try (Server server = server();
        WorkerProcess worker = worker()) {
      assertThat(worker.metrics()).isEmpty();
    }
  }

  private Server server() throws Exception {
    return Server.start(
        RunningSystem.options(
            home, "--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0"),
        Formats.names(),
        List.of(EngineConfiguration.class, ManagerConfiguration.class, IntakeConfiguration.class));
  }

  private WorkerProcess worker(String... port) throws IOException {
    WorkerOptions options = new WorkerOptions();
    new CommandLine(options)
        .parseArgs(
            port.length == 0
                ? new String[] {"--home", home.toString()}
                : new String[] {"--home", home.toString(), "--metrics-port", port[0]});
    return WorkerProcess.start(options, Formats.names());
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return send(request(port, path).GET());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
