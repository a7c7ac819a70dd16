package org.millrace.benchmarks.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.millrace.benchmarks.running.Pause.Look;

/**
 * A Millrace of its own in a home of its own, started with {@code ./millrace up}: on loopback, on
 * ports that are free. {@link #close} stops it. Belongs to one thread.
 */
public final class RunningMillrace implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START_SECONDS = 600;
  private static final long JOB_SECONDS = 300;

  private final ChildProcess process;
  private final Path home;
  private double startSeconds;
  private double startCpuSeconds;
  private URI console;
  private String credentials;

  private RunningMillrace(ChildProcess process, Path home) {
    this.process = process;
    this.home = home;
  }

  /** Returns when the system says that it is ready. */
  public static RunningMillrace start(Path root, Path home, String javaOptions) throws Exception {
    Path log = home.resolveSibling(home.getFileName() + ".log");
    Files.createDirectories(home.getParent());
    List<String> command =
        List.of(
            root.resolve("millrace").toString(),
            "up",
            "--home=" + home,
            "--port=0",
            "--s3-port=0",
            "--sqs-port=0",
            "--broker-port=0");
    RunningMillrace millrace =
        new RunningMillrace(
            ChildProcess.start(command, Map.of("MILLRACE_JAVA_OPTS", javaOptions), log, log), home);
    try {
      millrace.awaitReady(log);
      return millrace;
    } catch (Exception e) {
      millrace.close();
      throw e;
    }
  }

  private void awaitReady(Path log) throws Exception {
    Path endpoints = home.resolve("endpoints.json");
    Pause.until(
        "millrace up (its log is " + log + ")",
        5,
        START_SECONDS,
        () -> {
          if (!process.isAlive()) {
            throw new IOException("millrace up: ended before it was ready; see " + log);
          }
          return Files.exists(endpoints) ? endpoints : null;
        });
    startSeconds = process.seconds();
    startCpuSeconds = process.cpuSeconds();
    console = URI.create(JSON.readTree(endpoints.toFile()).get("console").asText());
    String password = Files.readString(home.resolve("admin-password")).strip();
    credentials =
        Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** From its start until it was ready. */
  public double startSeconds() {
    return startSeconds;
  }

  /** CPU seconds, user and system, until it was ready; the launcher's included. */
  public double startCpuSeconds() {
    return startCpuSeconds;
  }

  /** Of the console and the API, without a slash at its end. */
  public String url() {
    String url = console.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The administrator's, as HTTP basic takes them. */
  public String credentials() {
    return credentials;
  }

  public ChildProcess process() {
    return process;
  }

  public Path home() {
    return home;
  }

  /** The watched folder of a source, made when absent. */
  public Path inbox(String source) throws IOException {
    return Files.createDirectories(home.resolve("buckets/inbox").resolve(source));
  }

  /** The folder with a job's results. */
  public Path results(long job) {
    return home.resolve("buckets/results").resolve(Long.toString(job));
  }

  /** Waits for the job of an object in the inbox to end well, and gives it as the API does. */
  public JsonNode awaitCompleted(String key) throws Exception {
    Look<JsonNode> look = () -> ended(find(key));
    return Pause.until("job of " + key, 20, JOB_SECONDS, look);
  }

  /**
   * As {@link #awaitCompleted}, but looks for the results' folder first: a request costs a system
   * that has just started more than the job does.
   */
  public JsonNode awaitCompletedQuietly(String key, long job) throws Exception {
    Path summary = results(job).resolve("summary.json");
    Pause.until("results of " + key, 5, JOB_SECONDS, () -> Files.exists(summary) ? summary : null);
    return awaitCompleted(key);
  }

  private static JsonNode ended(JsonNode job) throws IOException {
    if (job == null) {
      return null;
    }
    String state = job.get("state").asText();
    if (state.equals("FAILED") || state.equals("CANCELLED")) {
      throw new IOException("job must be COMPLETED, was " + job);
    }
    return state.equals("COMPLETED") ? job : null;
  }

  private JsonNode find(String key) throws IOException {
    for (JsonNode job : get("/api/v1/jobs?limit=500").get("jobs")) {
      if (job.get("input").get("key").asText().equals(key)) {
        return job;
      }
    }
    return null;
  }

  public JsonNode get(String path) throws IOException {
    return exchange(path, null);
  }

  public JsonNode post(String path, JsonNode body) throws IOException {
    return exchange(path, body);
  }

  /** Reads an answer to its end, whatever it is made of. */
  public byte[] read(String path) throws IOException {
    HttpURLConnection connection = connect(path);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private JsonNode exchange(String path, JsonNode body) throws IOException {
    HttpURLConnection connection = connect(path);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(JSON.writeValueAsBytes(body));
    }
    return JSON.readTree(connection.getInputStream());
  }

  private HttpURLConnection connect(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) console.resolve(path).toURL().openConnection();
    connection.setRequestProperty("Authorization", "Basic " + credentials);
    return connection;
  }

  @Override
  public void close() {
    process.close();
  }
}
