package org.millrace.benchmarks.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every contender computes: records and bytes by hour and status, and how many lines were
 * rejected. Two summaries are equal when all of that is.
 *
 * @param rows by {@code hour,status}, the hour as {@code 2026-11-21T13:00:00Z}
 */
record Summary(Map<String, Sum> rows, long rejects) {
  private static final String REJECTS = "rejects,";

  record Sum(long records, long bytes) {
    Sum plus(Sum other) {
      return new Sum(records + other.records, bytes + other.bytes);
    }
  }

  static Summary empty() {
    return new Summary(new HashMap<>(), 0);
  }

  void add(String hour, String status, long records, long bytes) {
    rows.merge(hour + "," + status, new Sum(records, bytes), Sum::plus);
  }

  Summary withRejects(long count) {
    return new Summary(rows, count);
  }

  long records() {
    return rows.values().stream().mapToLong(Sum::records).sum();
  }

  /** One line a row, {@code hour,status,records,bytes}, then {@code rejects,N}. */
  void writeTo(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(rows)
        .forEach((key, sum) -> lines.add(key + "," + sum.records() + "," + sum.bytes()));
    lines.add(REJECTS + rejects);
    Files.write(file, lines);
  }

  static Summary readFrom(Path file) throws IOException {
    Summary summary = empty();
    long rejects = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(REJECTS)) {
        rejects = Long.parseLong(line.substring(REJECTS.length()));
      } else {
        String[] part = line.split(",");
        summary.add(part[0], part[1], Long.parseLong(part[2]), Long.parseLong(part[3]));
      }
    }
    return summary.withRejects(rejects);
  }
}
