package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs workloads on both sides. One at a time in a process: much of YARN is static. */
final class Comparing {
  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private final Path scratch;

  Comparing(Path scratch) {
    this.scratch = scratch;
  }

  JsonNode read(Path file) throws IOException {
    return mapper.readTree(file.toFile());
  }

  /** What differs; adds what YARN did to the count. */
  Optional<String> difference(JsonNode workload, Count count) {
    Outcome yarn = yarn(workload);
    count.cases++;
    count.grants += yarn.grants().size();
    count.shares += yarn.shares().stream().mapToLong(shares -> shares.size()).sum();
    Optional<String> difference = yarn.difference(MillraceSimulation.run(workload));
    count.differences += difference.isPresent() ? 1 : 0;
    return difference;
  }

  /** What of YARN's grants here is not what they were elsewhere, as lines of JSON. */
  Optional<String> differenceFrom(Path expected, JsonNode workload) throws IOException {
    List<Outcome.Grant> grants = new ArrayList<>();
    for (String line : Files.readAllLines(expected)) {
      JsonNode grant = mapper.readTree(line);
      grants.add(
          new Outcome.Grant(
              grant.get("tick").asInt(),
              grant.get("application").asLong(),
              grant.get("queue").asText(),
              grant.get("node").asText()));
    }
    return new Outcome(grants, List.of()).difference(yarn(workload));
  }

  /** A smaller workload that differs, too. */
  JsonNode shrink(JsonNode workload) {
    return Shrinking.of(workload, this::differs);
  }

  void write(JsonNode workload, Path file) throws IOException {
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), workload);
  }

  private boolean differs(JsonNode workload) {
    try {
      return difference(workload, new Count()).isPresent();
    } catch (RuntimeException e) {
      // Not a workload any more, such as one whose percentages no longer add up.
      return false;
    }
  }

  /** Read anew from its text, so that both sides see what a file would say. */
  private Outcome yarn(JsonNode workload) {
    try {
      return YarnSimulation.run(mapper.readTree(workload.toString()), scratch);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a workload is JSON; indicates a bug", e);
    }
  }

  /** Of what was compared. */
  static final class Count {
    long cases;
    long grants;
    long shares;
    long differences;
  }
}
