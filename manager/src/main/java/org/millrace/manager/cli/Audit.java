package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "Lists who changed what, or tried to, newest first; for administrators.",
    footer = {
      "",
      "Examples:",
      "  ./millrace audit --since 2d",
      "  ./millrace audit --user ann --json"
    })
final class Audit implements Callable<Integer> {
  @Mixin private PlaceOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "",
      description = "Only from then on: how long ago, such as 2d, or a time.")
  private String since;

  // Elsewhere --user says as whom a command acts; here that is left to tokens.
  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only what this user did.")
  private String user;

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
      description = "Only entries with a smaller id: the next page.")
  private long before;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    String query =
        "?limit="
            + limit
            + "&before="
            + before
            + "&since="
            + Client.segment(since)
            + "&user="
            + Client.segment(user);
    String answer = options.client(null).get("/api/v1/audit" + query);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
      return Exit.DONE;
    }
    Map<String, Object> page = Json.object(answer);
    List<Map<String, Object>> entries = Json.list(page, "entries");
    Table table =
        new Table(Set.of(), "AT", "WHO", "HOW", "FROM", "ACTION", "SUBJECT", "OUTCOME", "CHANGE");
    for (Map<String, Object> entry : entries) {
      table.row(
          Human.time(Json.text(entry, "at")),
          Json.text(entry, "who"),
          Json.text(entry, "how"),
          Json.text(entry, "address"),
          Json.text(entry, "action"),
          Json.text(entry, "subject"),
          outcome(entry),
          AuditChange.of(entry));
    }
    table.print(out, UnaryOperator.identity());
    if (page.get("next") != null) {
      out.println("More with --before " + Json.text(page, "next"));
    }
    return Exit.DONE;
  }

  private static String outcome(Map<String, Object> entry) {
    long times = Json.number(entry, "times");
    String outcome = Json.text(entry, "outcome");
    if (!"done".equals(outcome)) {
      outcome += " (" + Json.text(entry, "status") + ")";
    }
    return times > 1 ? outcome + ", " + times + " times" : outcome;
  }
}
