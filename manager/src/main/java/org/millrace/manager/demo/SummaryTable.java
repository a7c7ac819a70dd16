package org.millrace.manager.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Prints what a job found: its busiest rows, its totals, some of its rejects. */
final class SummaryTable {
  private static final int ROWS = 5;
  private static final int EXAMPLES = 2;
  private static final int EXAMPLE_WIDTH = 60;

  private final ObjectStore objects;
  private final PrintWriter out;

  SummaryTable(ObjectStore objects, PrintWriter out) {
    this.objects = objects;
    this.out = out;
  }

  private record Row(String hour, String outcome, long records, long bytes) {}

  void print(Job job) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = read(job, "summary.csv")) {
      csv.forEach(line -> rows.add(row(line)));
    }
    String format = "  %-22s %-12s %,12d %,16d%n";
    out.printf("%nJob %d: %s from %s%n", job.id(), job.input().name(), job.source());
    out.printf("  %-22s %-12s %12s %16s%n", "HOUR", "OUTCOME", "RECORDS", "BYTES");
    rows.stream()
        .sorted(Comparator.comparingLong(Row::records).reversed())
        .limit(ROWS)
        .forEach(row -> out.printf(format, row.hour(), row.outcome(), row.records(), row.bytes()));
    if (rows.size() > ROWS) {
      out.printf("  … and %d rows more%n", rows.size() - ROWS);
    }
    long records = rows.stream().mapToLong(Row::records).sum();
    out.printf(format, "total", "", records, rows.stream().mapToLong(Row::bytes).sum());
    rejects(job);
    out.flush();
  }

  private void rejects(Job job) throws IOException {
    long count = 0;
    List<String> examples = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = read(job, "rejects.csv")) {
      for (NamedCsvRecord line : csv) {
        count++;
        if (examples.size() < EXAMPLES) {
          examples.add(
              "line "
                  + line.getField("line")
                  + ": "
                  + line.getField("reason")
                  + ": "
                  + printable(line.getField("text")));
        }
      }
    }
    out.printf("  %,d lines rejected%s%n", count, count == 0 ? "" : ", such as");
    examples.forEach(example -> out.println("    " + example));
  }

  private CsvReader<NamedCsvRecord> read(Job job, String name) throws IOException {
    ObjectRef result =
        objects
            .find("results", job.id() + "/" + name)
            .orElseThrow(
                () ->
                    new IOException(
                        "job " + job.id() + ": has no result " + name + "; indicates a bug"));
    InputStream in = objects.read(result, 0, result.size());
    return CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static Row row(NamedCsvRecord line) {
    return new Row(
        line.getField("hour"),
        line.getField("outcome"),
        Long.parseLong(line.getField("records")),
        Long.parseLong(line.getField("bytes")));
  }

  /** What a partner sends must not steer the terminal. */
  private static String printable(String text) {
    String safe = text.replaceAll("\\p{Cntrl}", "·");
    return safe.length() <= EXAMPLE_WIDTH ? safe : safe.substring(0, EXAMPLE_WIDTH) + "…";
  }
}
