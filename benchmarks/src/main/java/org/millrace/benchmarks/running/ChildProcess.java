package org.millrace.benchmarks.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process started here, and what Linux says about it. What has been started is ended by {@link
 * #close}, by its own id. Belongs to one thread.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long STOP_SECONDS = 30;
  private static final int SAMPLE_MILLIS = 10;

  /** Linux counts CPU time in hundredths of a second for every reader of /proc. */
  private static final double TICKS = 100;

  private final Process process;
  private final Path log;
  private final long started = System.nanoTime();
  private long peak;
  private double cpu;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    // Not left behind when this process is told to stop.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * Starts a command.
   *
   * @param out gets its standard output
   * @param log gets its standard error
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path out, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile());
    if (out.equals(log)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(log.toFile());
    }
    return new ChildProcess(builder.start(), log);
  }

  /**
   * Waits for it to end.
   *
   * @return seconds from its start
   * @throws IOException it ended with another code than 0
   */
  public double await() throws IOException, InterruptedException {
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      sample();
    }
    double seconds = seconds();
    if (process.exitValue() != 0) {
      throw new IOException(
          process.info().commandLine().orElse("process " + process.pid())
              + ": must exit with 0, was "
              + process.exitValue()
              + "; see "
              + log);
    }
    return seconds;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Seconds since its start. */
  public double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** The most memory it had resident until the last look, in bytes. */
  public long peakBytes() throws IOException {
    sample();
    return peak;
  }

  /** CPU seconds, user and system, until the last look. */
  public double cpuSeconds() throws IOException {
    sample();
    return cpu;
  }

  private void sample() throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      Matcher matcher = PEAK.matcher(Files.readString(proc.resolve("status")));
      if (matcher.find()) {
        peak = Math.max(peak, Long.parseLong(matcher.group(1)) * 1024);
      }
      String stat = Files.readString(proc.resolve("stat"));
      // Behind the name, which may hold anything: state is field 3, utime 14, stime 15.
      String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      cpu = (Long.parseLong(field[11]) + Long.parseLong(field[12])) / TICKS;
    } catch (NoSuchFileException e) {
      // It has ended: what was seen last stays.
      return;
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
