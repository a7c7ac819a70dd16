package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "queues",
    description = {
      "Shows the queues: what each uses, wants, is due and may use at most.",
      "Or pauses some, so that nothing in or below them gets containers; or drains some, so that",
      "nothing in or below them takes new jobs; or resumes them.",
      "Or changes settings of one, in millrace.yaml and at once."
    },
    customSynopsis =
        "millrace queues [pause QUEUE... | drain QUEUE... | resume QUEUE... | set QUEUE KEY=VALUE...]"
            + " [OPTIONS]",
    footer = {
      "",
      "A bar is the whole cluster, in the resource of which the queue uses or wants most:",
      "  █ used within the fair share, ▓ used beyond it, ░ free up to it, · free up to the max.",
      "Without a terminal: # used, + beyond, - free up to the fair share, . free up to the max.",
      "",
      "A paused queue accepts jobs; its containers end after the task in hand. A drained one ends the",
      "jobs it has; what sources bring waits where it is. Both outlast a restart, and resume ends both.",
      "",
      "Keys are weight, capacity, maxCapacity, maxApplications, maxAmShare, and of minShare and",
      "maxShare: memory, vcores, network. A key without a value is unset. Comments and all else in the",
      "file stay as they are; what the file would be refused for is refused.",
      "",
      "Examples:",
      "  ./millrace queues",
      "  ./millrace queues --json",
      "  ./millrace queues pause root.partners.acme",
      "  ./millrace queues drain root.partners.acme",
      "  ./millrace queues resume root.partners.acme",
      "  ./millrace queues set root.partners.acme weight=3 maxShare.memory=4Gi maxApplications="
    })
final class Queues implements Callable<Integer> {
  private static final String SET = "set";
  private static final List<String> ACTIONS = List.of("pause", "drain", "resume", SET);

  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "pause, drain, resume or set; nothing shows the queues.")
  private String action;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "QUEUE",
      description = "Paths of queues, which may be parents of others; for set one, then KEY=VALUE.")
  private List<String> queues = List.of();

  @Override
  public Integer call() throws Exception {
    if (action == null) {
      show();
      return Exit.DONE;
    }
    if (!ACTIONS.contains(action)) {
      throw wrong("ACTION: must be pause, drain, resume or set, was \"" + action + "\"");
    }
    if (queues.isEmpty()) {
      throw wrong("QUEUE: must be given (./millrace queues lists them)");
    }
    return action.equals(SET) ? set() : change();
  }

  private int set() throws Exception {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String each : queues.subList(1, queues.size())) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw wrong(
            "KEY=VALUE: must have a key and =, was \"" + each + "\" (for example weight=3)");
      }
      String value = each.substring(equals + 1);
      settings.put(each.substring(0, equals), value.isEmpty() ? null : value);
    }
    if (settings.isEmpty()) {
      throw wrong("KEY=VALUE: must be given (for example weight=3)");
    }
    String queue = queues.get(0);
    String answer =
        options.client().put("/api/v1/queues/" + Client.segment(queue) + "/settings", settings);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    List<?> changes = (List<?>) Json.object(answer).get("changes");
    if (changes.isEmpty()) {
      out.println("Queue " + queue + " has these settings already");
    }
    changes.forEach(out::println);
    return Exit.DONE;
  }

  private void show() throws Exception {
    String answer = options.client().get("/api/v1/queues");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
    } else {
      new QueueReport(Json.object(answer), QueueBar.Style.of(Terminal.present()))
          .print(out, Terminal.columns());
    }
  }

  /** Every queue is tried. */
  private int change() throws Exception {
    Client client = options.client();
    List<Map<String, Object>> changed = new ArrayList<>();
    int exit = Exit.DONE;
    for (String queue : queues) {
      try {
        String path = "/api/v1/queues/" + Client.segment(queue) + "/" + action;
        changed.add(Json.object(client.post(path)));
      } catch (ClientException e) {
        spec.commandLine().getErr().println("queues: " + e.getMessage());
        exit = Math.max(exit, e.exitCode());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.text(changed.size() == 1 ? changed.get(0) : Map.of("queues", changed)));
    } else {
      changed.forEach(queue -> out.println(sentence(queue)));
    }
    return exit;
  }

  private static String sentence(Map<String, Object> queue) {
    String path = "Queue " + Json.text(queue, "queue");
    List<String> held = new ArrayList<>();
    if (Boolean.TRUE.equals(queue.get("paused"))) {
      held.add("paused by " + Json.text(queue, "pausedBy"));
    }
    if (Boolean.TRUE.equals(queue.get("drained"))) {
      held.add("drained by " + Json.text(queue, "drainedBy"));
    }
    return path + (held.isEmpty() ? " goes on" : " is " + String.join(" and ", held));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
