package org.millrace.benchmarks.scheduler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The heap that waiting applications take, in a process of its own: {@code CONTENDER APPLICATIONS}.
 * Each wants one container and there is no room.
 */
final class Waiting {
  private static final Load LOAD = new Load(1, 100);
  private static final int FIRST = 1000;

  private Waiting() {}

  public static void main(String[] args) {
    Child.end(() -> measure(args));
  }

  private static ObjectNode measure(String[] args) {
    int count = Integer.parseInt(args[1]);
    try (Contender contender = Candidate.of(args[0]).on(LOAD)) {
      // What is loaded and grown only once does not count.
      contender.addWaiting(0, FIRST);
      long before = used();
      contender.addWaiting(FIRST, count);
      long bytes = (used() - before) / count;
      return new ObjectMapper().createObjectNode().put("bytesPerApplication", bytes);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
