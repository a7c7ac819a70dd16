package org.millrace.manager.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(names = "--body", description = "Print the letter's body to its end, and nothing else.")
  private boolean body;

  @Override
  public Integer call() throws Exception {
    Client client = options.client();
    PrintWriter out = spec.commandLine().getOut();
    if (body) {
      return printBody(client, out);
    }
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

  private int printBody(Client client, PrintWriter out) throws IOException {
    if (id == null) {
      throw new ParameterException(spec.commandLine(), "--body: must go with the ID of a letter");
    }
    String answer = client.get("/api/v1/dead-letters/" + Client.segment(id) + "?whole=true");
    out.print(Json.text(Json.map(Json.object(answer), "body"), "text"));
    out.flush();
    return Exit.DONE;
  }
}
