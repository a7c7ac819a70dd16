package org.millrace.manager.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.scheduling.simulate.Simulation;
import org.millrace.scheduling.simulate.Workload;

/**
 * What YARN's schedulers grant is what Millrace grants. The workloads lie beside the project: in
 * the folder that {@code -Dmillrace.simulation} names, or in {@code shared/simulation} of a folder
 * above.
 */
class YarnParityTest {
  static Stream<String> workloads() throws IOException {
    Path folder = folder();
    if (folder == null) {
      return Stream.of("(absent)");
    }
    try (Stream<Path> files = Files.list(folder.resolve("workloads"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void grantsAreYarnsLineByLine(String name) throws IOException {
    Path folder = folder();
    assumeTrue(folder != null, "the folder of YARN's grants is not there");
    Workload workload = WorkloadReader.read(folder.resolve("workloads").resolve(name), null);
    StringWriter lines = new StringWriter();
    new Simulation(workload, new GrantLines(lines, false)).run();

    String expected = name.replace(".json", ".jsonl");
    assertThat(parsed(lines.toString().lines().toList()))
        .containsExactlyElementsOf(
            parsed(Files.readAllLines(folder.resolve("expected").resolve(expected))));
  }

  private static List<Map<String, Object>> parsed(List<String> lines) throws IOException {
    List<Map<String, Object>> parsed = new java.util.ArrayList<>();
    for (String line : lines) {
      parsed.add(JSON.std.mapFrom(line));
    }
    return parsed;
  }

  private static Path folder() {
    String given = System.getProperty("millrace.simulation");
    if (given != null) {
      return Path.of(given);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/simulation");
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return null;
  }
}
