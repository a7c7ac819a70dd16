package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    description = "Sends files to the system; each file becomes a job.",
    footer = {
      "",
      "Exit code: 0 accepted (with --wait: completed), 1 failed, 2 refused.",
      "With --json: the job; for several files {\"jobs\": [...]}.",
      "",
      "Examples:",
      "  ./millrace submit --source acme access.log --wait",
      "  ./millrace submit --pipeline b2b-logs --queue root.partners.acme *.log.gz"
    })
final class Submit implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--pipeline",
      paramLabel = "P",
      description = "Pipeline to run (default: the source's, else b2b-logs).")
  private String pipeline;

  @Option(
      names = "--queue",
      paramLabel = "Q",
      description = "Leaf queue (default: the source's, else root.partners.SOURCE).")
  private String queue;

  @Option(names = "--source", paramLabel = "S", description = "Source (default: default).")
  private String source;

  @Option(names = "--wait", description = "Wait until every job has ended.")
  private boolean wait;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to send.")
  private List<Path> files;

  @Override
  public Integer call() throws Exception {
    refuseMissingFiles();
    Client client = options.client();
    PrintWriter out = spec.commandLine().getOut();
    // A refusal comes before the bytes are sent, not after gigabytes of them; Expect: 100-continue
    // would do that too, but HttpURLConnection then loses what the refusal says.
    client.get("/api/v1/submission?" + query());
    List<Map<String, Object>> jobs = new ArrayList<>();
    for (Path file : files) {
      String name = "&name=" + Client.segment(file.getFileName().toString());
      Map<String, Object> job = Json.object(client.upload("/api/v1/jobs?" + query() + name, file));
      jobs.add(job);
      if (!options.json()) {
        out.println("Job " + Json.text(job, "id") + ": " + file);
        out.flush();
      }
    }
    if (wait) {
      for (int i = 0; i < jobs.size(); i++) {
        jobs.set(i, ended(client, jobs.get(i), out));
      }
    }
    if (options.json()) {
      JobOutput.json(jobs, out);
    }
    return !wait || jobs.stream().allMatch(JobOutput::completed) ? Exit.DONE : Exit.FAILED;
  }

  private Map<String, Object> ended(Client client, Map<String, Object> job, PrintWriter out)
      throws Exception {
    String id = Json.text(job, "id");
    Map<String, Object> end = Watch.follow(client, id, Displays.of(options.json(), out));
    if (!options.json()) {
      JobReport.one(end, out);
    }
    return end;
  }

  /** All or none: a mistyped name among many must not leave half of them submitted. */
  private void refuseMissingFiles() {
    List<Path> missing = files.stream().filter(file -> !Files.isReadable(file)).toList();
    List<Path> folders = files.stream().filter(Files::isDirectory).toList();
    if (!missing.isEmpty()) {
      throw ClientException.refused(
          "FILE: must be a file that can be read, was \"" + missing.get(0) + "\"; none was sent");
    }
    if (!folders.isEmpty()) {
      throw ClientException.refused(
          "FILE: must be a file, was the folder \"" + folders.get(0) + "\"; none was sent");
    }
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    append(query, "pipeline", pipeline);
    append(query, "queue", queue);
    append(query, "source", source);
    return query.toString();
  }

  private static void append(StringBuilder query, String name, String value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Client.segment(value));
    }
  }
}
