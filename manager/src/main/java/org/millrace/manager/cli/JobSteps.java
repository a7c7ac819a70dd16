package org.millrace.manager.cli;

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

/** One step on each of several jobs; every job is tried. */
abstract class JobSteps implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of jobs.")
  private List<String> ids;

  /** What has become of a job, given what the system answered. */
  abstract String done(String id, Map<String, Object> job);

  /** What is said of the step besides. */
  Map<String, Object> how() {
    return Map.of();
  }

  @Override
  public Integer call() throws Exception {
    Client client = options.client();
    List<Map<String, Object>> jobs = new ArrayList<>();
    int exit = Exit.DONE;
    for (String id : ids) {
      try {
        Map<String, Object> job =
            Json.object(
                client.post("/api/v1/jobs/" + Client.segment(id) + "/" + spec.name(), how()));
        jobs.add(job);
        if (!options.json()) {
          spec.commandLine().getOut().println(done(id, job));
        }
      } catch (ClientException e) {
        spec.commandLine().getErr().println(spec.name() + ": " + e.getMessage());
        exit = Math.max(exit, e.exitCode());
      }
    }
    if (options.json()) {
      JobOutput.json(jobs, spec.commandLine().getOut());
    }
    return exit;
  }

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
  static final class Cancel extends JobSteps {
    @Override
    String done(String id, Map<String, Object> job) {
      return "Job " + id + " cancelled";
    }
  }

  @Command(
      name = "pause",
      description = "Gives jobs no more containers until they are resumed; tasks in hand finish.",
      footer = {"", "Example:", "  ./millrace pause 12 13"})
  static final class Pause extends JobSteps {
    @Override
    String done(String id, Map<String, Object> job) {
      return "Job " + id + " paused";
    }
  }

  @Command(
      name = "resume",
      description = "Lets paused jobs go on where they were.",
      footer = {"", "Example:", "  ./millrace resume 12 13"})
  static final class Resume extends JobSteps {
    @Override
    String done(String id, Map<String, Object> job) {
      return "Job " + id + " resumed";
    }
  }

  @Command(
      name = "retry",
      description = "Tries all dead tasks of jobs again, each at the stage where it died.",
      footer = {
        "",
        "A failed job becomes active again and completes when all its tasks are done.",
        "",
        "Example:",
        "  ./millrace retry 12"
      })
  static final class Retry extends JobSteps {
    @Override
    String done(String id, Map<String, Object> job) {
      return "Job " + id + " goes on with its dead tasks";
    }
  }

  @Command(
      name = "replay",
      description = "Runs jobs again: a new job each, over the same input or from a stage on.",
      footer = {
        "",
        "From the start, the input is taken from where it lies now, the archive too.",
        "From a stage, a job begins with what the other had received there: a completed one, at a",
        "stage that waits for others (after) or keeps its inputs (keepInputs), for as long as the",
        "setting retention.completedData says.",
        "To try only what failed, see: ./millrace retry, ./millrace dead replay",
        "",
        "Examples:",
        "  ./millrace replay 12",
        "  ./millrace replay 12 --from summarise"
      })
  static final class Replay extends JobSteps {
    @Option(
        names = "--from",
        paramLabel = "STAGE",
        description = "Begin at this stage of the pipeline; at the first unless given.")
    private String from;

    @Override
    Map<String, Object> how() {
      return from == null ? Map.of() : Map.of("from", from);
    }

    @Override
    String done(String id, Map<String, Object> job) {
      return "Job "
          + id
          + " runs again"
          + (from == null ? "" : " from " + from)
          + " as job "
          + Json.text(job, "id");
    }
  }
}
