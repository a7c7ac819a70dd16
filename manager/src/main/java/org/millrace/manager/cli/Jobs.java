package org.millrace.manager.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "jobs",
    description = "Lists jobs, newest first.",
    footer = {
      "",
      "Examples:",
      "  ./millrace jobs",
      "  ./millrace jobs --state active,accepted",
      "  ./millrace jobs --state failed --json"
    })
final class Jobs implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only these: accepted, active, paused, completed, failed, cancelled.")
  private List<String> states = List.of();

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
      description = "Only jobs with a smaller id: the next page.")
  private long before;

  @Override
  public Integer call() throws Exception {
    String answer =
        options
            .client()
            .get(
                "/api/v1/jobs?limit="
                    + limit
                    + "&before="
                    + before
                    + "&state="
                    + Client.segment(String.join(",", states)));
    if (options.json()) {
      spec.commandLine().getOut().println(answer);
    } else {
      JobReport.list(Json.list(Json.object(answer), "jobs"), spec.commandLine().getOut());
    }
    return Exit.DONE;
  }
}
