package org.millrace.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    description = "Ends jobs that have not ended; their waiting tasks are dropped.",
    footer = {
      "",
      "Every job is tried; exit code 2 when one of them could not be cancelled.",
      "",
      "Example:",
      "  ./millrace cancel 12 13"
    })
final class Cancel implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of jobs.")
  private List<String> ids;

  @Override
  public Integer call() throws Exception {
    Client client = options.client();
    List<Map<String, Object>> jobs = new ArrayList<>();
    int exit = Exit.DONE;
    for (String id : ids) {
      try {
        String path = "/api/v1/jobs/" + Client.segment(id) + "/cancel";
        jobs.add(Json.object(client.post(path)));
      } catch (ClientException e) {
        spec.commandLine().getErr().println("cancel: " + e.getMessage());
        exit = Math.max(exit, e.exitCode());
      }
    }
    if (options.json()) {
      JobOutput.json(jobs, spec.commandLine().getOut());
    } else {
      jobs.forEach(
          job -> spec.commandLine().getOut().println("Job " + Json.text(job, "id") + " cancelled"));
    }
    return exit;
  }
}
