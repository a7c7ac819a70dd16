package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints jobs for people. */
final class JobReport {
  private JobReport() {}

  static void list(List<Map<String, Object>> jobs, PrintWriter out) {
    if (jobs.isEmpty()) {
      out.println("No jobs. Drop a file into buckets/inbox/SOURCE/, or: ./millrace submit FILE");
      return;
    }
    Table table =
        new Table(
            Set.of("ID", "DONE", "SIZE", "TOOK"),
            "ID",
            "STATE",
            "DONE",
            "PIPELINE",
            "SOURCE",
            "INPUT",
            "SIZE",
            "SUBMITTED",
            "TOOK");
    for (Map<String, Object> job : jobs) {
      Map<String, Object> input = Json.map(job, "input");
      table.row(
          Json.text(job, "id"),
          Json.text(job, "state"),
          Human.percent(Json.fraction(job, "progress")),
          Json.text(job, "pipeline"),
          Json.text(job, "source"),
          name(input),
          Human.size(Json.number(input, "size")),
          Human.time(Json.text(job, "submittedAt")),
          took(job));
    }
    table.print(out, Terminal::state);
  }

  static void one(Map<String, Object> job, PrintWriter out) {
    Map<String, Object> input = Json.map(job, "input");
    out.println(
        "Job "
            + Json.text(job, "id")
            + "  "
            + Terminal.state(Json.text(job, "state"))
            + "  "
            + Human.percent(Json.fraction(job, "progress"))
            + eta(job));
    field(out, "Pipeline", Json.text(job, "pipeline"));
    field(out, "Queue", Json.text(job, "queue"));
    field(out, "Source", Json.text(job, "source"));
    field(out, "Owner", Json.text(job, "owner"));
    field(
        out,
        "Input",
        Json.text(input, "bucket")
            + "/"
            + Json.text(input, "key")
            + " ("
            + Human.size(Json.number(input, "size"))
            + ")");
    field(out, "Submitted", Human.time(Json.text(job, "submittedAt")));
    field(out, "Took", took(job));
    field(out, "Waiting", Json.text(job, "waiting"));
    field(out, "Error", Json.text(job, "error"));
    stages(Json.list(job, "stages"), out);
    results(Json.list(job, "results"), out);
  }

  private static void stages(List<Map<String, Object>> stages, PrintWriter out) {
    if (stages.isEmpty()) {
      return;
    }
    out.println();
    String[] counts = {"created", "done", "failed", "dead", "running"};
    Table table =
        new Table(
            Set.of("CREATED", "DONE", "FAILED", "DEAD", "RUNNING"),
            "STAGE",
            "CREATED",
            "DONE",
            "FAILED",
            "DEAD",
            "RUNNING");
    for (Map<String, Object> stage : stages) {
      Object[] cells = new Object[counts.length + 1];
      cells[0] = Json.text(stage, "name");
      for (int i = 0; i < counts.length; i++) {
        cells[i + 1] = Json.number(stage, counts[i]);
      }
      table.row(cells);
    }
    table.print(out, Terminal::state);
  }

  private static void results(List<Map<String, Object>> results, PrintWriter out) {
    if (results.isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table(Set.of("SIZE"), "RESULT", "SIZE", "ADDRESS");
    for (Map<String, Object> result : results) {
      table.row(
          Json.text(result, "name"),
          Human.size(Json.number(result, "size")),
          Json.text(result, "url"));
    }
    table.print(out, Terminal::state);
  }

  private static void field(PrintWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.println("  " + name + " ".repeat(11 - name.length()) + value);
    }
  }

  private static String eta(Map<String, Object> job) {
    return job.get("etaSeconds") instanceof Number seconds
        ? "  about " + Human.duration(Duration.ofSeconds(seconds.longValue())) + " to go"
        : "";
  }

  private static String took(Map<String, Object> job) {
    String from = Json.text(job, "startedAt");
    String to = Json.text(job, "finishedAt");
    return from.isEmpty() || to.isEmpty()
        ? ""
        : Human.duration(Duration.between(Instant.parse(from), Instant.parse(to)));
  }

  private static String name(Map<String, Object> input) {
    String key = Json.text(input, "key");
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
