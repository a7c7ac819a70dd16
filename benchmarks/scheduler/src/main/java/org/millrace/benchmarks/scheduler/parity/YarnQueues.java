package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues of a workload as a tree: each parent's children in the order of the file. */
final class YarnQueues {
  static final String ROOT = "root";

  private final Map<String, JsonNode> byPath = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();

  YarnQueues(JsonNode workload) {
    for (JsonNode queue : workload.get("queues")) {
      String path = queue.get("path").asText();
      byPath.put(path, queue);
      if (!path.equals(ROOT)) {
        children.computeIfAbsent(parent(path), key -> new ArrayList<>()).add(path);
      }
    }
  }

  /** Without the root, unless the file has it. */
  Map<String, JsonNode> byPath() {
    return byPath;
  }

  List<String> children(String path) {
    return children.getOrDefault(path, List.of());
  }

  boolean isLeaf(String path) {
    return children(path).isEmpty();
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
