package org.millrace.benchmarks.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.millrace.benchmarks.running.Machine;
import org.millrace.benchmarks.running.Median;
import org.millrace.benchmarks.running.RunningMillrace;

/** How soon every page and list answers, on both databases; 1 when a median is over the limit. */
final class Sizes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LIMIT_MILLIS = 300;

  /** More than the console keeps its numbers for: each request is one that has to compute them. */
  private static final long APART_MILLIS = 1_050;

  private static final int WARMING = 2;

  /**
   * One answer.
   *
   * @param cpuMillis that Millrace and the database server used meanwhile, in steps of ten
   */
  private record Taken(double millis, double cpuMillis) {}

  private final Path root;
  private final int rounds;
  private final int letters;

  private Sizes(Path root, int rounds, int letters) {
    this.root = root;
    this.rounds = rounds;
    this.letters = letters;
  }

  /**
   * @param args the source tree, rounds, dead letters, stores with commas between them, keep or
   *     throw
   */
  public static void main(String[] args) throws Exception {
    Sizes sizes = new Sizes(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    boolean keep = args[4].equals("keep");
    Map<String, Map<Place, List<Taken>>> found = new LinkedHashMap<>();
    for (String store : args[3].split(",")) {
      Stores.with(
          sizes.root,
          sizes.letters,
          keep,
          store,
          (home, cpu) -> found.put(store, sizes.measure(home, cpu)));
    }
    System.exit(sizes.report(found) ? 0 : 1);
  }

  private Map<Place, List<Taken>> measure(Path home, Cpu server) throws Exception {
    try (RunningMillrace millrace = RunningMillrace.start(root, home, Stores.OPTIONS)) {
      System.err.printf("Started in %.1f s%n", millrace.startSeconds());
      String letter = millrace.get("/api/v1/dead-letters?limit=1").at("/letters/0/id").asText();
      Map<Place, List<Taken>> found = new LinkedHashMap<>();
      for (int round = -WARMING; round < rounds; round++) {
        for (Place place : Place.all(letter)) {
          if (round >= 0) {
            TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
          }
          double cpu = server.with(millrace);
          long begun = System.nanoTime();
          millrace.read(place.path());
          double millis = (System.nanoTime() - begun) / 1e6;
          Taken taken = new Taken(millis, (server.with(millrace) - cpu) * 1000);
          if (round >= 0) {
            found.computeIfAbsent(place, each -> new ArrayList<>()).add(taken);
          }
        }
      }
      return found;
    }
  }

  private boolean report(Map<String, Map<Place, List<Taken>>> found) throws Exception {
    Instant when = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode report = JSON.createObjectNode();
    report.put("when", when.toString()).put("rounds", rounds).put("letters", letters);
    report.set("machine", Machine.describe(JSON));
    boolean well = true;
    StringBuilder table =
        new StringBuilder(
            "| store | what | median ms | worst ms | CPU ms | |\n| --- | --- | ---: | ---: | ---: | --- |\n");
    for (String store : found.keySet()) {
      for (var each : found.get(store).entrySet()) {
        double median = median(each.getValue(), Taken::millis);
        double cpu = median(each.getValue(), Taken::cpuMillis);
        double worst = each.getValue().stream().mapToDouble(Taken::millis).max().orElse(0);
        well &= median <= LIMIT_MILLIS;
        table.append(
            "| %s | %s | %.0f | %.0f | %.0f | %s |%n"
                .formatted(
                    store,
                    each.getKey().name(),
                    median,
                    worst,
                    cpu,
                    median > LIMIT_MILLIS ? "over" : ""));
        report
            .withArray("places")
            .addObject()
            .put("store", store)
            .put("name", each.getKey().name())
            .put("medianMillis", median)
            .put("worstMillis", worst)
            .put("cpuMillis", cpu);
      }
    }
    System.out.print(table);
    Path file =
        root.resolve(
            "benchmarks/results/console-%s.json".formatted(when.toString().replace(":", "")));
    Files.writeString(file, report.toPrettyString() + "\n");
    System.err.println("Written to " + root.relativize(file));
    return well;
  }

  private static double median(List<Taken> values, ToDoubleFunction<Taken> of) {
    return Median.of(values.stream().mapToDouble(of)).orElse(0);
  }
}
