package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.millrace.benchmarks.running.Folders;
import org.millrace.engine.db.Database;

/**
 * Everything in turns, so that a noisy minute falls on all alike: {@code ROOT full|quick [NAME,…]}.
 * With names only the chains of these contenders; with {@code statistics} what these cost.
 */
final class Comparison {
  private static final int WORKERS = 4;
  private static final long WARM_NANOS = 20_000_000_000L;
  private static final String LATENCY = "latency";
  private static final String BACKLOG = "backlog";
  private static final String STATISTICS = "statistics";
  private static final String GRANTS = "grants";
  private static final Set<String> OTHERS = Set.of(LATENCY, BACKLOG, GRANTS);
  private static final int ROUNDS = 3;

  private final Servers servers;
  private final boolean quick;

  private Comparison(Servers servers, boolean quick) {
    this.servers = servers;
    this.quick = quick;
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    boolean quick = "quick".equals(args[1]);
    List<String> only = args.length > 2 ? List.of(args[2].split(",")) : List.of();
    if (only.equals(List.of(STATISTICS))) {
      statistics(root, quick);
      System.exit(0);
    }
    List<Candidate> candidates =
        only.isEmpty()
            ? List.of(Candidate.values())
            : only.stream().filter(name -> !OTHERS.contains(name)).map(Candidate::of).toList();
    Path scratch = scratch(root);
    Report report;
    try (Servers servers = new Servers(scratch)) {
      Comparison run = new Comparison(servers, quick);
      ChainFigures chains = run.chains(candidates);
      report =
          new Report(
              Clock.systemUTC().instant(),
              chains,
              only.isEmpty() || only.contains(LATENCY) ? run.latencies() : List.of(),
              only.isEmpty() || only.contains(GRANTS) ? run.grants() : List.of(),
              only.isEmpty() || only.contains(BACKLOG) ? run.backlogs() : List.of());
    }
    Folders.delete(scratch);
    System.out.print(report.tables());
    Path json = root.resolve("benchmarks/results").resolve(report.fileName());
    Files.writeString(json, report.json());
    System.err.println("Written to " + root.relativize(json));
    String picture = StorePicture.draw(report.chains());
    if (picture != null) {
      Path svg = root.resolve("docs/images/stores.svg");
      Files.createDirectories(svg.getParent());
      Files.writeString(svg, picture);
      System.err.println("Drawn to " + root.relativize(svg));
    }
    // Peers leave threads behind.
    System.exit(0);
  }

  private static void statistics(Path root, boolean quick) throws Exception {
    Path scratch = scratch(root);
    Instant when = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    try (Servers servers = new Servers(scratch)) {
      StatisticsCost cost = new StatisticsCost(servers, quick ? 4 : 16).run();
      System.out.print(cost.table());
      Path json =
          root.resolve("benchmarks/results/statistics-%s.json".formatted(when).replace(":", ""));
      Files.writeString(json, cost.json(when));
      System.err.println("Written to " + root.relativize(json));
    }
    Folders.delete(scratch);
  }

  private static Path scratch(Path root) throws IOException {
    return Files.createDirectories(
        root.resolve("benchmarks/transports/target/run-" + ProcessHandle.current().pid()));
  }

  private ChainFigures chains(List<Candidate> candidates) throws Exception {
    ChainFigures figures = new ChainFigures();
    for (Candidate each : candidates) {
      warmUp(each);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      for (Candidate candidate : candidates) {
        for (int batch : candidate.batches()) {
          int tasks = candidate.tasks(batch);
          Chain chain = new Chain(quick ? Math.max(1, tasks / 2) : tasks, batch, WORKERS);
          Contender contender = candidate.on(servers);
          Watch watch = new Watch(servers);
          contender.run(chain, watch);
          Rate rate = watch.rate(chain);
          System.err.printf(
              "round %d, %s, batch %d: %,.0f a second, %.1f + %.1f us CPU%n",
              round,
              candidate.title(),
              batch,
              rate.perSecond(),
              rate.ownMicros(),
              rate.serverMicros());
          figures.add(candidate, batch, rate);
        }
      }
    }
    return figures;
  }

  /** As in a process that has run for a while: until compiling takes little any more. */
  private void warmUp(Candidate candidate) throws Exception {
    System.err.println("warming up " + candidate.title());
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < (quick ? WARM_NANOS / 2 : WARM_NANOS)) {
      for (int batch : candidate.batches()) {
        Chain chain = new Chain(candidate.tasks(batch), batch, WORKERS);
        candidate.on(servers).run(chain, new Watch(servers));
      }
    }
  }

  private List<Report.Latency> latencies() throws Exception {
    LatencyRun run = new LatencyRun(servers, quick ? 3000 : 10_000);
    List<Report.Latency> figures = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      figures.addAll(onEachTransport(run::millrace));
      figures.add(latency("db-scheduler", run.dbScheduler()));
      figures.add(latency("camel-sql", run.camelSql()));
    }
    return figures;
  }

  private List<Report.Latency> grants() throws Exception {
    GrantRun run = new GrantRun(servers, quick ? 400 : 1200);
    List<Report.Latency> figures = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      figures.addAll(onEachTransport(run::millrace));
    }
    return figures;
  }

  /** A measure of Millrace, wherever its ledger and its tasks are. */
  private interface Measure {
    Latencies of(MillraceChain.Opening database, Way.Opening way) throws Exception;
  }

  private static List<Report.Latency> onEachTransport(Measure measure) throws Exception {
    return List.of(
        latency(
            "millrace-table-postgresql", measure.of(MillraceChain.Opening::postgresql, Way::table)),
        latency("millrace-table-h2", measure.of(MillraceChain.Opening::h2, Way::table)),
        latency("millrace-push", measure.of(MillraceChain.Opening::h2, Way::push)));
  }

  private static Report.Latency latency(String contender, Latencies of) {
    System.err.printf("%s: p50 %.2f ms, p99 %.2f ms%n", contender, of.millis(0.5), of.millis(0.99));
    return new Report.Latency(contender, of.millis(0.5), of.millis(0.99));
  }

  private List<Report.Waiting> backlogs() throws Exception {
    List<Report.Waiting> figures = new ArrayList<>();
    for (int waiting = 1000; waiting <= (quick ? 100_000 : 1_000_000); waiting *= 10) {
      try (Database postgresql = MillraceChain.Opening.postgresql(servers);
          Database h2 = MillraceChain.Opening.h2(servers)) {
        figures.add(
            new Report.Waiting(
                waiting, Backlog.millis(postgresql, waiting), Backlog.millis(h2, waiting)));
        System.err.println(figures.get(figures.size() - 1));
      }
    }
    return figures;
  }
}
