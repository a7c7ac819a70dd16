package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "move",
    description = "Moves a job that has not ended to another queue, with what it has waiting.",
    footer = {
      "",
      "Tasks in hand finish where they are. Exit code 2 when it cannot be or may not be.",
      "",
      "Example:",
      "  ./millrace move 12 root.partners.globex"
    })
final class Move implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String id;

  @Parameters(index = "1", paramLabel = "QUEUE", description = "A queue that holds jobs.")
  private String queue;

  @Override
  public Integer call() throws Exception {
    String path = "/api/v1/jobs/" + Client.segment(id) + "/move";
    Map<String, Object> job = Json.object(options.client().post(path, Map.of("queue", queue)));
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.text(job));
    } else {
      out.println("Job " + Json.text(job, "id") + " is in " + Json.text(job, "queue"));
    }
    return Exit.DONE;
  }
}
