package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processor time that this process and a server that it started have used. What neighbours take
 * away from the clock they do not take away from this.
 */
final class CpuTime {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int PARENT = 1;
  private static final int USER = 11;

  private CpuTime() {}

  /**
   * @param server its process, whose children count; 0 for none
   */
  static long nanos(long server) throws IOException {
    long own = ProcessHandle.current().pid();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(Path::getFileName)
          .map(Path::toString)
          .filter(name -> Character.isDigit(name.charAt(0)))
          .flatMapToLong(name -> of(Long.parseLong(name), own, server))
          .sum();
    }
  }

  private static LongStream of(long pid, long own, long server) {
    String[] stat;
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      stat = line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException ended) {
      return LongStream.empty();
    }
    long ticks = Long.parseLong(stat[USER]) + Long.parseLong(stat[USER + 1]);
    if (pid == server) {
      // With that of children that have ended.
      ticks += Long.parseLong(stat[USER + 2]) + Long.parseLong(stat[USER + 3]);
    } else if (pid != own && (server == 0 || Long.parseLong(stat[PARENT]) != server)) {
      return LongStream.empty();
    }
    return LongStream.of(ticks * NANOS_PER_TICK);
  }
}
