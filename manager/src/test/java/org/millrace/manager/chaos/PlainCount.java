package org.millrace.manager.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts a combined log the plain way, sharing no code with what is tested.
 *
 * @param rows "hour,status" → records and bytes
 */
record PlainCount(TreeMap<String, long[]> rows, long rejects, long nonEmpty) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ \\S+ \\[(\\d\\d)/(\\w{3})/(\\d{4}):(\\d\\d):\\d\\d:\\d\\d \\+0000] \"[^\"]*\" (\\d{3}) (\\d+|-) \"[^\"]*\" \"[^\"]*\"");
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  static PlainCount of(Path log) throws IOException {
    TreeMap<String, long[]> rows = new TreeMap<>();
    long rejects = 0;
    long lines = 0;
    try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          continue;
        }
        lines++;
        Matcher match = LINE.matcher(line);
        if (match.matches()) {
          long[] row =
              rows.computeIfAbsent(
                  "%s-%02d-%sT%s:00:00Z,%s"
                      .formatted(
                          match.group(3),
                          MONTHS.indexOf(match.group(2)) / 3 + 1,
                          match.group(1),
                          match.group(4),
                          match.group(5)),
                  key -> new long[2]);
          row[0]++;
          row[1] += match.group(6).equals("-") ? 0 : Long.parseLong(match.group(6));
        } else {
          rejects++;
        }
      }
    }
    return new PlainCount(rows, rejects, lines);
  }

  /** The same from a result's {@code summary.csv}. */
  static TreeMap<String, long[]> read(Path summary) throws IOException {
    TreeMap<String, long[]> rows = new TreeMap<>();
    Files.readAllLines(summary).stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            cells ->
                rows.put(
                    cells[1] + "," + cells[2],
                    new long[] {Long.parseLong(cells[3]), Long.parseLong(cells[4])}));
    return rows;
  }

  static long records(Map<String, long[]> rows) {
    return rows.values().stream().mapToLong(row -> row[0]).sum();
  }
}
