package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = "Says why a job waits: the reason that counts most, then the lesser ones.",
    footer = {"", "Examples:", "  ./millrace explain 12", "  ./millrace explain 12 --json"})
final class Explain implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "The job's id.")
  private String id;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/jobs/" + Client.segment(id) + "/explanation");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
    } else {
      print(Json.object(answer), out);
    }
    return Exit.DONE;
  }

  private static void print(Map<String, Object> explanation, PrintWriter out) {
    out.println(
        "Job "
            + Json.text(explanation, "job")
            + " in "
            + Json.text(explanation, "queue")
            + ": "
            + Json.text(explanation, "sentence"));
    List<Map<String, Object>> reasons = Json.list(explanation, "reasons");
    if (reasons.size() > 1) {
      out.println("Then:");
      reasons.stream()
          .skip(1)
          .forEach(reason -> out.println("  - " + Json.text(reason, "sentence")));
    }
    long waitingFor = Json.number(explanation, "waitingFor");
    if (Boolean.TRUE.equals(explanation.get("active"))) {
      out.println(
          "It has "
              + Human.count(Json.number(explanation, "containers"), "container")
              + " and asks for "
              + waitingFor
              + " more.");
    }
  }
}
