package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stats",
    description = "Shows how much was done lately, how long it took and what waits.",
    footer = {
      "",
      "IN, DONE, FAILED and DEAD are tasks; RUN and WAIT say below what time 95 % stay;",
      "WAITING is the last backlog. The bars are DONE over the time.",
      "",
      "Examples:",
      "  ./millrace stats",
      "  ./millrace stats --minutes 1440 --by queue",
      "  ./millrace stats --by stage --json"
    })
final class Stats implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How far back (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "all",
      description = "A line for each source, queue, pipeline or stage, or for all (the default).")
  private String by;

  @Override
  public Integer call() throws Exception {
    String answer =
        options
            .client()
            .get(
                "/api/v1/analytics?minutes="
                    + minutes
                    + "&by="
                    + URLEncoder.encode(by, StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    List<Map<String, Object>> series = Json.list(Json.object(answer), "series");
    if (series.isEmpty()) {
      out.println("Nothing ran in the last " + minutes + " minutes.");
      return Exit.DONE;
    }
    new StatsReport(Spark.Style.of(Terminal.present())).print(by, series, out);
    return Exit.DONE;
  }
}
