package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
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
      "Or pauses some, so that nothing in or below them gets containers, or resumes them."
    },
    customSynopsis = "millrace queues [pause QUEUE... | resume QUEUE...] [OPTIONS]",
    footer = {
      "",
      "A bar is the whole cluster, in the resource of which the queue uses or wants most:",
      "  █ used within the fair share, ▓ used beyond it, ░ free up to it, · free up to the max.",
      "Without a terminal: # used, + beyond, - free up to the fair share, . free up to the max.",
      "",
      "A paused queue accepts jobs; its containers end after the task in hand. A pause outlasts a",
      "restart.",
      "",
      "Examples:",
      "  ./millrace queues",
      "  ./millrace queues --json",
      "  ./millrace queues pause root.partners.acme",
      "  ./millrace queues resume root.partners.acme"
    })
final class Queues implements Callable<Integer> {
  private static final List<String> ACTIONS = List.of("pause", "resume");

  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "pause or resume; nothing shows the queues.")
  private String action;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "QUEUE",
      description = "Paths of queues, which may be parents of others.")
  private List<String> queues = List.of();

  @Override
  public Integer call() throws Exception {
    if (action == null) {
      show();
      return Exit.DONE;
    }
    if (!ACTIONS.contains(action)) {
      throw wrong("ACTION: must be pause or resume, was \"" + action + "\"");
    }
    if (queues.isEmpty()) {
      throw wrong("QUEUE: must be given (./millrace queues lists them)");
    }
    return change();
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
    return Boolean.TRUE.equals(queue.get("paused"))
        ? path + " is paused by " + Json.text(queue, "pausedBy")
        : path + " goes on";
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
