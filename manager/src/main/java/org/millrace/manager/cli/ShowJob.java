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
    name = "job",
    description = "Shows one job: its stages, its results, why it waits or failed.",
    footer = {
      "",
      "Exit code: 0 shown (with --watch: completed), 1 failed or cancelled, 2 refused.",
      "",
      "Examples:",
      "  ./millrace job 12",
      "  ./millrace job 12 --watch",
      "  ./millrace job 12 --json"
    })
final class ShowJob implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--watch", description = "Follow it until it has ended.")
  private boolean watch;

  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id;

  @Override
  public Integer call() throws Exception {
    Client client = options.client();
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> job =
        watch
            ? Watch.follow(client, id, Displays.of(options.json(), out))
            : Json.object(client.get("/api/v1/jobs/" + Client.segment(id)));
    if (options.json()) {
      out.println(Json.text(job));
    } else {
      JobReport.one(job, out);
    }
    return !watch || JobOutput.completed(job) ? Exit.DONE : Exit.FAILED;
  }
}
