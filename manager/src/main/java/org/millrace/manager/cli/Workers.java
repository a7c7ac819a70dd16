package org.millrace.manager.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "workers",
    description = {
      "Lists the worker processes, their capacity and what runs in them.",
      "Or drains some, so that they get no more work but stay up, or resumes them."
    },
    customSynopsis = "millrace workers [drain NAME... | resume NAME...] [OPTIONS]",
    footer = {
      "",
      "A further worker is started with: millrace worker",
      "",
      "A drained worker's containers end after the task in hand. It stays drained over restarts; a",
      "worker's own needs a name of its own for that: millrace worker --name NAME.",
      "",
      "Examples:",
      "  ./millrace workers",
      "  ./millrace workers --json",
      "  ./millrace workers drain w1",
      "  ./millrace workers resume w1"
    })
final class Workers implements Callable<Integer> {
  private static final List<String> ACTIONS = List.of("drain", "resume");

  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "drain or resume; nothing lists the workers.")
  private String action;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME",
      description = "Names of workers; that of the manager's own process is main, usually.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws Exception {
    if (action == null) {
      return show();
    }
    if (!ACTIONS.contains(action)) {
      throw wrong("ACTION: must be drain or resume, was \"" + action + "\"");
    }
    if (names.isEmpty()) {
      throw wrong("NAME: must be given (./millrace workers lists them)");
    }
    return change();
  }

  /** Every worker is tried. */
  private int change() throws Exception {
    Client client = options.client();
    List<Map<String, Object>> changed = new ArrayList<>();
    int exit = Exit.DONE;
    for (String name : names) {
      try {
        String path = "/api/v1/workers/" + Client.segment(name) + "/" + action;
        changed.add(Json.object(client.post(path)));
      } catch (ClientException e) {
        spec.commandLine().getErr().println("workers: " + e.getMessage());
        exit = Math.max(exit, e.exitCode());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.text(changed.size() == 1 ? changed.get(0) : Map.of("workers", changed)));
    } else {
      changed.forEach(each -> out.println(sentence(each)));
    }
    return exit;
  }

  private static String sentence(Map<String, Object> worker) {
    String name = "Worker " + Json.text(worker, "name");
    return switch (Json.text(worker, "state")) {
      case "DRAINING" -> name + " is draining: " + left(Json.number(worker, "containers"));
      case "DRAINED" -> name + " is drained";
      case "ABSENT" -> name + " is not there now, and gets work when it is";
      default -> name + " gets work again";
    };
  }

  private static String left(long containers) {
    return containers + (containers == 1 ? " container left" : " containers left");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int show() throws Exception {
    String answer = options.client().get("/api/v1/workers");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    List<Map<String, Object>> workers = Json.list(Json.object(answer), "workers");
    if (workers.isEmpty()) {
      out.println("No worker is running. Start one with: millrace worker");
      drains(answer, out);
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
    drains(answer, out);
    return Exit.DONE;
  }

  private static void drains(String answer, PrintWriter out) throws IOException {
    Map<String, Object> all = Json.object(answer);
    for (Map<String, Object> worker : Json.list(all, "workers")) {
      if (!Json.text(worker, "drainedBy").isEmpty()) {
        out.println(drained(worker));
      }
    }
    for (Map<String, Object> worker : Json.list(all, "absent")) {
      out.println(drained(worker) + "; it is not there now");
    }
  }

  private static String drained(Map<String, Object> worker) {
    return "Worker "
        + Json.text(worker, "name")
        + " was drained by "
        + Json.text(worker, "drainedBy")
        + " at "
        + Json.text(worker, "drainedSince");
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
