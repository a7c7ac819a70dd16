package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "stages",
    description = "Lists the stages that are loaded, with their options in force.",
    footer = {"", "Examples:", "  ./millrace stages", "  ./millrace stages --json"})
final class Stages implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/stages");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    Table table = new Table(Set.of(), "STAGE", "PIPELINE", "AFTER", "FROM", "OPTIONS");
    for (Map<String, Object> stage : Json.list(Json.object(answer), "stages")) {
      StringBuilder chosen = new StringBuilder();
      Json.map(stage, "options")
          .forEach((name, value) -> chosen.append(name).append('=').append(value).append(' '));
      table.row(
          Json.text(stage, "name"),
          Json.text(stage, "pipeline"),
          Json.text(stage, "after"),
          Json.text(stage, "from"),
          chosen);
    }
    table.print(out, Terminal::state);
    return Exit.DONE;
  }
}
