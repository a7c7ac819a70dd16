package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dead",
    description = "Lists tasks that ran out of attempts, newest first, or shows one whole.",
    subcommands = {DeadSteps.Replay.class, DeadSteps.Discard.class},
    footer = {
      "",
      "Examples:",
      "  ./millrace dead --stage parse --error timeout",
      "  ./millrace dead 7",
      "  ./millrace dead replay 7 8",
      "  ./millrace dead replay --job 12 --yes",
      "  ./millrace dead discard --stage parse --since 2h"
    })
final class Dead implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Mixin private DeadFilter filter;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "One letter to show.")
  private String id;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most this many, 1 to 500 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      defaultValue = "0",
      description = "Only letters with a smaller id: the next page.")
  private long before;

  @Override
  public Integer call() throws Exception {
    Client client = options.client();
    PrintWriter out = spec.commandLine().getOut();
    String path = "/api/v1/dead-letters";
    String answer =
        id == null
            ? client.get(path + "?limit=" + limit + "&before=" + before + filter.query())
            : client.get(path + "/" + Client.segment(id));
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    Map<String, Object> read = Json.object(answer);
    if (id == null) {
      DeadReport.list(read, out);
    } else {
      DeadReport.one(read, out);
    }
    return Exit.DONE;
  }
}
