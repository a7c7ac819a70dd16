package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "queues",
    description = "Shows the queues: what each uses, wants, is due and may use at most.",
    footer = {
      "",
      "A bar is the whole cluster, in the resource of which the queue uses or wants most:",
      "  █ used within the fair share, ▓ used beyond it, ░ free up to it, · free up to the max.",
      "Without a terminal: # used, + beyond, - free up to the fair share, . free up to the max.",
      "",
      "Examples:",
      "  ./millrace queues",
      "  ./millrace queues --json"
    })
final class Queues implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/queues");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
    } else {
      new QueueReport(Json.object(answer), QueueBar.Style.of(Terminal.present()))
          .print(out, Terminal.columns());
    }
    return Exit.DONE;
  }
}
