package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "workers",
    description = "Lists the worker processes, their capacity and what runs in them.",
    footer = {
      "",
      "A further worker is started with: millrace worker",
      "",
      "Examples:",
      "  ./millrace workers",
      "  ./millrace workers --json"
    })
final class Workers implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/workers");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    List<Map<String, Object>> workers = Json.list(Json.object(answer), "workers");
    if (workers.isEmpty()) {
      out.println("No worker is running. Start one with: millrace worker");
      return Exit.DONE;
    }
    Table table =
        new Table(
            Set.of("PID", "MEMORY", "VCORES", "CONTAINERS"),
            "WORKER",
            "HOST",
            "PID",
            "STATE",
            "MEMORY",
            "VCORES",
            "CONTAINERS",
            "RUNS");
    workers.forEach(each -> row(table, each));
    table.print(out, Terminal::state);
    return Exit.DONE;
  }

  private static void row(Table table, Map<String, Object> worker) {
    Map<String, Object> capacity = Json.map(worker, "capacity");
    List<Map<String, Object>> running = Json.list(worker, "running");
    long containers = running.stream().mapToLong(each -> Json.number(each, "containers")).sum();
    table.row(
        Json.text(worker, "name"),
        Json.text(worker, "host"),
        Json.text(worker, "pid"),
        Json.text(worker, "state"),
        Json.text(capacity, "memoryMb") + " MiB",
        Json.number(capacity, "vcoresMilli") / 1000.0,
        containers + "/" + Json.text(worker, "most"),
        running.isEmpty()
            ? "-"
            : running.stream()
                .map(each -> Json.text(each, "stage") + " of " + Json.text(each, "queue"))
                .collect(Collectors.joining(", ")));
  }
}
