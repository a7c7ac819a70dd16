package org.millrace.manager.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.simulate.GrantLines;
import org.millrace.manager.simulate.WorkloadReader;
import org.millrace.scheduling.simulate.Simulation;
import org.millrace.scheduling.simulate.SimulationSummary;
import org.millrace.scheduling.simulate.Workload;
import org.millrace.scheduling.tree.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = "Shows what the scheduler would do with a described cluster and workload.",
    footer = {
      "",
      "Runs here, on the classes that run the cluster; no running system is needed. With --out",
      "every grant is a line: {\"seq\":0,\"tick\":0,\"application\":1,\"queue\":\"root.a\","
          + "\"node\":\"n1\"}.",
      "",
      "Examples:",
      "  ./millrace simulate workload.json",
      "  ./millrace simulate workload.json --policy capacity",
      "  ./millrace simulate workload.json --picture workload.svg",
      "  ./millrace simulate workload.json --shares --out grants.jsonl"
    })
final class Simulate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      paramLabel = "fifo|capacity|fair",
      description = "Decide by this policy, whatever the workload says.")
  private String policy;

  @Option(names = "--shares", description = "With --out: write each tick's fair shares too.")
  private boolean shares;

  @Option(names = "--out", paramLabel = "FILE.jsonl", description = "Write every grant there.")
  private Path out;

  @Option(
      names = "--picture",
      paramLabel = "FILE.svg",
      description = "Draw there what each queue uses over time.")
  private Path picture;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Parameters(paramLabel = "WORKLOAD.json", description = "The cluster and its workload.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    if (shares && out == null) {
      throw ClientException.refused("--shares: must come with --out FILE.jsonl");
    }
    Workload workload = read();
    SimulationSummary summary = simulate(workload);
    if (picture != null) {
      draw(new SimulationPicture(workload, summary).draw());
    }
    SimulationReport report = new SimulationReport(workload, summary);
    if (json) {
      spec.commandLine().getOut().println(Json.text(report.asMap()));
    } else {
      report.print(spec.commandLine().getOut());
    }
    return Exit.DONE;
  }

  private void draw(String svg) {
    try {
      Files.writeString(picture, svg);
    } catch (IOException e) {
      throw ClientException.failed(picture + ": cannot be written: " + e);
    }
  }

  private Workload read() {
    try {
      return WorkloadReader.read(file, policy());
    } catch (RefusedException e) {
      throw ClientException.refused(
          file
              + (e.problems().size() == 1 ? ": " : ":\n  ")
              + e.getMessage().replace("\n", "\n  "));
    }
  }

  private Policy policy() {
    if (policy == null) {
      return null;
    }
    return switch (policy) {
      case "fifo" -> Policy.FIFO;
      case "capacity" -> Policy.CAPACITY;
      case "fair" -> Policy.FAIR;
      default ->
          throw ClientException.refused(
              "--policy: must be fifo, capacity or fair, was \"" + policy + "\"");
    };
  }

  private SimulationSummary simulate(Workload workload) throws IOException {
    if (out == null) {
      return new Simulation(workload, new GrantLines(Writer.nullWriter(), false)).run();
    }
    try (BufferedWriter lines = Files.newBufferedWriter(out)) {
      return new Simulation(workload, new GrantLines(lines, shares)).run();
    } catch (IOException e) {
      throw ClientException.failed(out + ": cannot be written: " + e);
    }
  }
}
