package org.millrace.benchmarks.logs;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import org.millrace.processors.logs.SampleLogs;
import org.millrace.processors.logs.SampleLogs.Counts;
import org.millrace.processors.logs.SampleLogs.Options;
import org.millrace.processors.logs.SampleLogs.Style;

/**
 * A combined log of about so many megabytes over three days, with 3 % of its lines broken: always
 * the same bytes. Made once and kept.
 *
 * @param good lines that parse, as the generator counted them
 * @param broken lines that do not
 */
public record SampleFile(Path path, long good, long broken) {
  private static final int DAYS = 3;
  private static final long SEED = 20261121;
  private static final double BROKEN = 0.03;
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 19);
  private static final int TRIAL_LINES = 200_000;

  /** The file of that size in a folder, made when it is not there; takes about 3 s a gigabyte. */
  public static SampleFile of(Path folder, int megabytes) throws IOException {
    Path file = folder.resolve("combined-" + megabytes + "mb.log");
    Path counts = folder.resolve("combined-" + megabytes + "mb.counts");
    if (!Files.exists(counts)) {
      Files.createDirectories(folder);
      write(file, counts, megabytes * 1_000_000L);
    }
    String[] count = Files.readString(counts).strip().split(" ");
    return new SampleFile(file, Long.parseLong(count[0]), Long.parseLong(count[1]));
  }

  public long bytes() throws IOException {
    return Files.size(path);
  }

  long lines() {
    return good + broken;
  }

  private static void write(Path file, Path counts, long bytes) throws IOException {
    long lines = bytes * TRIAL_LINES / trialBytes() / DAYS;
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    long good = 0;
    long broken = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 20)) {
      for (int day = 0; day < DAYS; day++) {
        Counts written = SampleLogs.write(out, options(day, lines));
        good += written.good();
        broken += written.broken();
      }
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(counts, good + " " + broken + "\n");
  }

  private static Options options(int day, long lines) {
    return new Options(SEED + day, lines, Style.COMBINED, BROKEN, FIRST_DAY.plusDays(day));
  }

  private static long trialBytes() throws IOException {
    ByteArrayOutputStream trial = new ByteArrayOutputStream();
    SampleLogs.write(trial, options(0, TRIAL_LINES));
    return trial.size();
  }
}
