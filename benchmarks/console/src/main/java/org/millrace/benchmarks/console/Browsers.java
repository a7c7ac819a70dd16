package org.millrace.benchmarks.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.millrace.benchmarks.running.Folders;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.RunningMillrace;

/**
 * What many browsers cost that look at the overview of a system at work. Each holds a stream of
 * events and asks for the page's live part when one says that it has changed, as {@code console.js}
 * does, and for its charts every half minute. The cost is the process's CPU time with them less
 * that of the same work without them.
 */
final class Browsers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS =
      List.of("jobs", "queues", "stages", "workers", "dead-letters");
  private static final int JOBS = 3;
  private static final String CHARTS = "/api/v1/analytics?minutes=60&by=all";

  /** A pipeline that is at work for as long as it is looked at. */
  private static final String ROUTES =
      """
      - route:
          group: load
          from:
            uri: stage:cut
            steps:
              - process: {ref: readObject}
              - split:
                  tokenize: {token: "\\n"}
                  streaming: true
                  steps:
                    - to: {uri: "stage:work"}
      - route:
          group: load
          from:
            uri: stage:work?batch=2
            steps:
              - delay: {constant: "40"}
      """;

  private final RunningMillrace millrace;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LongAdder refreshes = new LongAdder();
  private final LongAdder events = new LongAdder();
  private volatile boolean over;

  private Browsers(RunningMillrace millrace) {
    this.millrace = millrace;
  }

  /**
   * @param args the source tree, how many browsers, seconds of each of the two parts
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    int browsers = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    Path home = root.resolve("benchmarks/target/browsers/home");
    Folders.delete(home);
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/load.yaml"), ROUTES);
    Files.writeString(home.resolve("millrace.yaml"), "millrace:\n  containers: 4\n");
    try (RunningMillrace millrace = RunningMillrace.start(root, home, "-Xmx256m")) {
      new Browsers(millrace).run(root, browsers, seconds);
    }
    Folders.delete(home);
    System.exit(0);
  }

  private void run(Path root, int count, int seconds) throws Exception {
    for (int job = 0; job < JOBS; job++) {
      submit("l" + job, "x\n".repeat(40 * 4 * seconds));
    }
    TimeUnit.SECONDS.sleep(seconds / 2);
    double without = cpu(seconds);
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int i = 0; i < count; i++) {
      threads.submit(this::stream);
    }
    TimeUnit.SECONDS.sleep(seconds / 2);
    refreshes.reset();
    events.reset();
    double with = cpu(seconds);
    over = true;
    threads.shutdownNow();
    report(root, count, seconds, without, with);
  }

  private double cpu(int seconds) throws Exception {
    double before = millrace.process().cpuSeconds();
    TimeUnit.SECONDS.sleep(seconds);
    return (millrace.process().cpuSeconds() - before) / seconds;
  }

  private void submit(String name, String body) throws Exception {
    HttpRequest request =
        request("/api/v1/jobs?pipeline=load&queue=root.partners." + name + "&source=l&name=" + name)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException("submit: must be 201, was " + answer.body());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(millrace.url() + path))
        .header("Authorization", "Basic " + millrace.credentials());
  }

  /** One browser, until it is over. */
  private Void stream() throws Exception {
    long charts = System.nanoTime();
    HttpRequest listen = request("/api/v1/events").header("Accept", "text/event-stream").build();
    HttpResponse<java.io.InputStream> stream = http.send(listen, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String event = "";
      for (String line = lines.readLine(); line != null && !over; line = lines.readLine()) {
        if (line.startsWith("event:")) {
          event = line.substring(6).strip();
        } else if (line.startsWith("data:") && event.equals("changed")) {
          events.increment();
          if (KINDS.stream().anyMatch(line::contains)) {
            read(request("/").header("HX-Request", "true"));
            refreshes.increment();
          }
        }
        if (System.nanoTime() - charts > TimeUnit.SECONDS.toNanos(30)) {
          charts = System.nanoTime();
          read(request(CHARTS));
        }
      }
    }
    return null;
  }

  private void read(HttpRequest.Builder request) throws Exception {
    http.send(request.build(), BodyHandlers.discarding());
  }

  private void report(Path root, int count, int seconds, double without, double with)
      throws Exception {
    Instant when = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode report = JSON.createObjectNode();
    report.put("when", when.toString()).put("browsers", count).put("seconds", seconds);
    report.set("machine", Machine.describe(JSON));
    report.put("coresWithout", without).put("coresWith", with).put("coresForThem", with - without);
    report.put("refreshesPerSecond", refreshes.sum() / (double) seconds);
    report.put("eventsPerSecond", events.sum() / (double) seconds);
    System.out.print(
        "| browsers | cores without | cores with | for them | refreshes/s | events/s |\n");
    System.out.print("| ---: | ---: | ---: | ---: | ---: | ---: |\n");
    System.out.printf(
        "| %d | %.2f | %.2f | %.2f | %.0f | %.0f |%n",
        count,
        without,
        with,
        with - without,
        refreshes.sum() / (double) seconds,
        events.sum() / (double) seconds);
    Path file =
        root.resolve(
            "benchmarks/results/browsers-%s.json".formatted(when.toString().replace(":", "")));
    Files.writeString(file, report.toPrettyString() + "\n");
    System.err.println("Written to " + root.relativize(file));
  }
}
