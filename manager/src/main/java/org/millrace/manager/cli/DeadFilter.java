package org.millrace.manager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class DeadFilter {
  @Option(names = "--job", paramLabel = "ID", description = "Only those of this job.")
  private Long job;

  @Option(names = "--stage", paramLabel = "STAGE", description = "Only those of this stage.")
  private String stage;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Only those of this queue and of those below it.")
  private String queue;

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "Only those whose error contains this, whatever its case.")
  private String error;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those that died since: 2h, 3d, or 2026-11-21T13:00:00Z.")
  private String since;

  /** As the API wants it; empty when nothing was said. */
  Map<String, Object> said() {
    Map<String, Object> said = new LinkedHashMap<>();
    put(said, "job", job);
    put(said, "stage", stage);
    put(said, "queue", queue);
    put(said, "error", error);
    put(said, "since", since);
    return said;
  }

  /** As the part of an address after {@code ?}. */
  String query() {
    return Client.query(said());
  }

  private static void put(Map<String, Object> said, String name, Object value) {
    if (value != null) {
      said.put(name, value);
    }
  }
}
