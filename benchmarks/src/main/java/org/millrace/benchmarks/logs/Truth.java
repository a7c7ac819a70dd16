package org.millrace.benchmarks.logs;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.millrace.benchmarks.logs.Run.Verdict;

/**
 * What the file's summary is: as the limit computes it here, once, after its counts were found
 * equal to those of the generator.
 */
final class Truth {
  private final Summary summary;
  private final long[] rejected;

  private Truth(Summary summary, long[] rejected) {
    this.summary = summary;
    this.rejected = rejected;
  }

  static Truth of(SampleFile file) throws IOException, InterruptedException {
    Limit.Result result = Limit.sum(file.path(), 2);
    Summary summary = result.summary();
    if (summary.records() != file.good() || summary.rejects() != file.broken()) {
      throw new IllegalStateException(
          "limit: must count what was generated, %d records and %d rejects, was %d and %d; indicates a bug"
              .formatted(file.good(), file.broken(), summary.records(), summary.rejects()));
    }
    return new Truth(summary, result.rejected());
  }

  Verdict check(Summary other) {
    if (summary.equals(other)) {
      return Verdict.equal();
    }
    long same =
        summary.rows().entrySet().stream()
            .filter(row -> row.getValue().equals(other.rows().get(row.getKey())))
            .count();
    return new Verdict(
        false,
        "DIFFERS: %d of %d rows equal, %d rows given, rejects %d instead of %d"
            .formatted(
                same,
                summary.rows().size(),
                other.rows().size(),
                other.rejects(),
                summary.rejects()));
  }

  /** Checks Millrace's result folder: the sums, and every rejected line's number. */
  Verdict checkResults(Path results) throws IOException {
    Summary other = Summary.empty();
    try (Stream<CsvRecord> rows = rows(results.resolve("summary.csv"))) {
      rows.forEach(
          row ->
              other.add(
                  row.getField(1),
                  row.getField(2),
                  Long.parseLong(row.getField(3)),
                  Long.parseLong(row.getField(4))));
    }
    long[] lines;
    try (Stream<CsvRecord> rows = rows(results.resolve("rejects.csv"))) {
      lines = rows.flatMapToLong(row -> LongStream.of(Long.parseLong(row.getField(0)))).toArray();
    }
    Verdict sums = check(other.withRejects(lines.length));
    if (sums.good() && !Arrays.equals(lines, rejected)) {
      return new Verdict(false, "DIFFERS: other lines were rejected");
    }
    return sums.good() ? new Verdict(true, "equal, rejected lines too") : sums;
  }

  private static Stream<CsvRecord> rows(Path csv) throws IOException {
    return CsvReader.builder().ofCsvRecord(csv).stream().skip(1);
  }

  /** Checks a contender that gives no more than how many lines there are of each kind. */
  Verdict checkCounts(long records, long rejects) {
    boolean good = records == summary.records() && rejects == summary.rejects();
    return good
        ? new Verdict(true, "counts only: equal")
        : new Verdict(
            false,
            "counts only: DIFFERS, %d records and %d rejects instead of %d and %d"
                .formatted(records, rejects, summary.records(), summary.rejects()));
  }

  Verdict checkLines(long lines) {
    boolean good = lines == summary.records() + summary.rejects();
    return new Verdict(good, good ? "lines only: equal" : "lines only: DIFFERS, " + lines);
  }
}
