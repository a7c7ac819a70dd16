package org.millrace.manager.simulate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.simulate.Workload;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Reads a workload from its JSON file. Blocks for as long as reading takes. Thread-safe. */
public final class WorkloadReader {
  private static final Set<String> FIELDS =
      Set.of(
          "policy", "ticks", "minAllocation", "grantsPerOffer", "nodes", "queues", "applications");
  private static final Set<String> NODE_FIELDS = Set.of("name", "rack", "capacity");
  private static final int MOST_TICKS = 1_000_000;
  // Read, it takes some ten times as much memory.
  private static final long MOST_BYTES = 32L << 20;
  private static final JSON EXACT =
      JSON.std
          .with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

  private final List<Problem> problems = new ArrayList<>();

  private WorkloadReader() {}

  /**
   * @param policy instead of the file's; null for the file's
   * @throws RefusedException with every problem, each with its path in the file
   */
  public static Workload read(Path file, Policy policy) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused("must have at most 32 MB", file + ", " + Files.size(file) + " bytes", "");
      }
      return read(Files.readString(file), policy);
    } catch (IOException e) {
      throw refused("must be a file of UTF-8 text that can be read", String.valueOf(file), "");
    }
  }

  /** Reads a workload from its JSON text. */
  public static Workload read(String json, Policy policy) {
    try (JsonParser parser = EXACT.createParser(json)) {
      Object root = EXACT.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw refused("must be one JSON object", "", "something follows it");
      }
      return new WorkloadReader().read(root, policy);
    } catch (JsonProcessingException e) {
      throw refused("must be JSON, each field once", "", place(e) + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text cannot fail; indicates a bug", e);
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static RefusedException refused(String rule, String value, String remedy) {
    return new RefusedException(new Problem("workload", rule, value, remedy));
  }

  private Workload read(Object json, Policy given) {
    Cursor root = new Cursor("", json, problems).allow(FIELDS);
    if (!(json instanceof Map<?, ?>)) {
      problems.add(new Problem("workload", "must be an object", "", "such as { … }"));
    }
    Policy policy = policy(root, given);
    int ticks = (int) root.required("ticks").whole(1, MOST_TICKS);
    OptionalInt grants =
        root.has("grantsPerOffer")
            ? OptionalInt.of((int) root.get("grantsPerOffer").whole(1, Integer.MAX_VALUE))
            : OptionalInt.empty();
    Resources minAllocation =
        root.has("minAllocation")
            ? Amounts.read(root.get("minAllocation"), Resources.NONE)
            : Resources.of(1024, 1);
    List<Workload.Node> nodes = nodes(root.required("nodes"));
    QueueReader queues = new QueueReader(policy);
    Map<String, QueueSettings> settings = queues.read(root.required("queues").elements());
    List<Workload.Application> applications =
        new ApplicationReader(queues.leaves(), nodes)
            .read(root.required("applications").elements());
    refuseProblems();
    try {
      return new Workload(
          new SchedulerSettings(policy, Comparison.MEMORY, minAllocation, 0, settings),
          ticks,
          grants,
          nodes,
          applications);
    } catch (InvalidSettingsException e) {
      e.problems().forEach(problem -> problems.add(queues.locate(problem)));
      refuseProblems();
      throw new IllegalStateException("invalid settings have problems; indicates a bug", e);
    }
  }

  private static Policy policy(Cursor root, Policy given) {
    if (!root.has("policy")) {
      return given == null ? Policy.FAIR : given;
    }
    Policy policy = Policy.FAIR;
    String name = root.get("policy").text();
    try {
      policy = Policy.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      root.get("policy").note("must be fifo, capacity or fair", "");
    }
    return given == null ? policy : given;
  }

  private static List<Workload.Node> nodes(Cursor list) {
    List<Workload.Node> nodes = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    Sum total = new Sum();
    for (Cursor node : list.elements()) {
      node.mustBeObject().allow(NODE_FIELDS);
      Cursor name = node.required("name");
      String before = seen.putIfAbsent(name.text(), name.path());
      if (before != null) {
        name.note("must be the only one of its name", "the other is " + before);
      }
      String rack = node.has("rack") ? node.get("rack").text() : "default";
      Resources capacity = Amounts.read(node.required("capacity"), Resources.NONE);
      total.add(capacity, 1, node);
      nodes.add(new Workload.Node(name.text(), rack, capacity));
    }
    return nodes;
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }
}
