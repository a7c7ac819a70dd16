package org.millrace.manager.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which jobs a command is about. */
final class JobFilter {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only these: accepted, active, paused, completed, failed, cancelled.")
  private List<String> states = List.of();

  @Option(names = "--source", paramLabel = "SOURCE", description = "Only those of this source.")
  private String source;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Only those of this queue and of those below it.")
  private String queue;

  @Option(
      names = "--pipeline",
      paramLabel = "PIPELINE",
      description = "Only those of this pipeline.")
  private String pipeline;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only those whose input, owner or error contains this, whatever its case.")
  private String text;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those submitted since: 2h, 3d, or 2026-11-21T13:00:00Z.")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only those submitted before, said in the same way.")
  private String until;

  boolean saysNothing() {
    return said().isEmpty();
  }

  /** As the part of an address after {@code ?}. */
  String query() {
    return Client.query(said());
  }

  private Map<String, String> said() {
    Map<String, String> said = new LinkedHashMap<>();
    put(said, "state", String.join(",", states));
    put(said, "source", source);
    put(said, "queue", queue);
    put(said, "pipeline", pipeline);
    put(said, "q", text);
    put(said, "since", since);
    put(said, "until", until);
    return said;
  }

  private static void put(Map<String, String> said, String name, String value) {
    if (value != null && !value.isEmpty()) {
      said.put(name, value);
    }
  }
}
