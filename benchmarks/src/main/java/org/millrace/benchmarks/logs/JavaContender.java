package org.millrace.benchmarks.logs;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process of one contender that is written in Java: {@code NAME FILE SUMMARY TIME}. Writes the
 * summary, and the seconds from the start of main to its end, which leave out the start of the JVM.
 */
final class JavaContender {
  private JavaContender() {}

  public static void main(String[] args) throws Exception {
    long started = System.nanoTime();
    Path file = Path.of(args[1]);
    Summary summary =
        switch (args[0]) {
          case "limit" -> Limit.sum(file, 2).summary();
          case "limit-1" -> Limit.sum(file, 1).summary();
          case "regex" -> RegexLoop.sum(file);
          case "camel" -> CamelRoute.sum(file);
          case "spring-batch" -> SpringBatchJob.sum(file);
          default -> throw new IllegalArgumentException("contender: unknown, was " + args[0]);
        };
    double seconds = (System.nanoTime() - started) / 1e9;
    summary.writeTo(Path.of(args[2]));
    Files.writeString(Path.of(args[3]), seconds + "\n");
    // Camel and others may leave threads behind.
    System.exit(0);
  }
}
