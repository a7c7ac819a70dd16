package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
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
      "  ./millrace jobs --queue root.partners.acme --text invoice --since 2d",
      "  ./millrace jobs --state failed --json"
    })
final class Jobs implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Mixin private JobFilter filter;
  @Spec private CommandSpec spec;

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
        options.client().get("/api/v1/jobs?limit=" + limit + "&before=" + before + filter.query());
    if (options.json()) {
      spec.commandLine().getOut().println(answer);
    } else {
      print(Json.object(answer), spec.commandLine().getOut());
    }
    return Exit.DONE;
  }

  private void print(Map<String, Object> page, PrintWriter out) {
    List<Map<String, Object>> jobs = Json.list(page, "jobs");
    boolean more = page.get("next") != null;
    if (!jobs.isEmpty() || filter.saysNothing()) {
      JobReport.list(jobs, out);
    } else {
      // A search takes a bounded time and may end before it has found any.
      out.println(more ? "No such job among the newest." : "No such job.");
    }
    if (more) {
      out.println("More with --before " + Json.text(page, "next"));
    }
  }
}
