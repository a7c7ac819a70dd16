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

/** How soon the first click after a start is answered: each time in a process that is new. */
final class First {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LIMIT_MILLIS = 300;

  /** The same once more, when nothing is kept any longer. */
  private static final long APART_MILLIS = 1_050;

  /**
   * A first click.
   *
   * @param cpuMillis that Millrace and the database server used meanwhile
   * @param againMillis the same a second time
   * @param startSeconds until it was ready
   * @param startCpuSeconds until it was ready
   * @param waitCpuSeconds from then until the click
   */
  private record Click(
      double millis,
      double cpuMillis,
      double againMillis,
      double startSeconds,
      double startCpuSeconds,
      double waitCpuSeconds) {}

  private First() {}

  /**
   * @param args the source tree, starts, dead letters, stores with commas between them, keep or
   *     throw, seconds from ready to the click with commas between them
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    int starts = Integer.parseInt(args[1]);
    ObjectNode report = JSON.createObjectNode();
    report.put("starts", starts);
    report.set("machine", Machine.describe(JSON));
    boolean well = true;
    System.out.println(
        "| store | first, seconds after ready | median ms | worst ms | CPU ms | again ms | start s | start CPU s | CPU until the click s | |\n"
            + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    for (String store : args[3].split(",")) {
      Map<String, List<Click>> found = new LinkedHashMap<>();
      Stores.with(
          root,
          Integer.parseInt(args[2]),
          args[4].equals("keep"),
          store,
          (home, server) -> {
            for (int start = 0; start < starts; start++) {
              for (Place place : Place.first()) {
                for (String wait : args[5].split(",")) {
                  found
                      .computeIfAbsent(place.name() + ", " + wait, any -> new ArrayList<>())
                      .add(click(root, home, server, place, Integer.parseInt(wait)));
                }
              }
            }
          });
      for (var each : found.entrySet()) {
        well &= add(report, store, each.getKey(), each.getValue());
      }
    }
    Instant when = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    report.put("when", when.toString());
    Path file =
        root.resolve(
            "benchmarks/results/first-%s.json".formatted(when.toString().replace(":", "")));
    Files.writeString(file, report.toPrettyString() + "\n");
    System.err.println("Written to " + root.relativize(file));
    System.exit(well ? 0 : 1);
  }

  private static Click click(Path root, Path home, Cpu server, Place place, int wait)
      throws Exception {
    try (RunningMillrace millrace = RunningMillrace.start(root, home, Stores.OPTIONS)) {
      double ready = server.with(millrace);
      TimeUnit.SECONDS.sleep(wait);
      double before = server.with(millrace);
      double first = millis(millrace, place);
      double after = server.with(millrace);
      TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
      return new Click(
          first,
          (after - before) * 1000,
          millis(millrace, place),
          millrace.startSeconds(),
          millrace.startCpuSeconds(),
          before - ready);
    }
  }

  private static double millis(RunningMillrace millrace, Place place) throws Exception {
    long begun = System.nanoTime();
    millrace.read(place.path());
    return (System.nanoTime() - begun) / 1e6;
  }

  private static boolean add(ObjectNode report, String store, String name, List<Click> clicks) {
    double median = median(clicks, Click::millis);
    double worst = clicks.stream().mapToDouble(Click::millis).max().orElse(0);
    double cpu = median(clicks, Click::cpuMillis);
    double again = median(clicks, Click::againMillis);
    double start = median(clicks, Click::startSeconds);
    double startCpu = median(clicks, Click::startCpuSeconds);
    double waitCpu = median(clicks, Click::waitCpuSeconds);
    System.out.printf(
        "| %s | %s | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f | %s |%n",
        store,
        name,
        median,
        worst,
        cpu,
        again,
        start,
        startCpu,
        waitCpu,
        median > LIMIT_MILLIS ? "over" : "");
    report
        .withArray("clicks")
        .addObject()
        .put("store", store)
        .put("name", name)
        .put("medianMillis", median)
        .put("worstMillis", worst)
        .put("cpuMillis", cpu)
        .put("againMillis", again)
        .put("startSeconds", start)
        .put("startCpuSeconds", startCpu)
        .put("waitCpuSeconds", waitCpu);
    return median <= LIMIT_MILLIS;
  }

  private static double median(List<Click> clicks, ToDoubleFunction<Click> of) {
    return Median.of(clicks.stream().mapToDouble(of)).orElse(0);
  }
}
