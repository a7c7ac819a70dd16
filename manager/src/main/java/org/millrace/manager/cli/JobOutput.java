package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** One JSON document for one or several jobs: the job itself, or {@code {"jobs": […]}}. */
final class JobOutput {
  private JobOutput() {}

  static void json(List<Map<String, Object>> jobs, PrintWriter out) {
    out.println(Json.text(jobs.size() == 1 ? jobs.get(0) : Map.of("jobs", jobs)));
  }

  static boolean ended(Map<String, Object> job) {
    return switch (Json.text(job, "state")) {
      case "COMPLETED", "FAILED", "CANCELLED" -> true;
      default -> false;
    };
  }

  static boolean completed(Map<String, Object> job) {
    return "COMPLETED".equals(Json.text(job, "state"));
  }
}
