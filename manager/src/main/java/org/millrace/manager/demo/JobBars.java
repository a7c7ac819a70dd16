package org.millrace.manager.demo;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.millrace.engine.ledger.JobState;

/** A live bar a job on a terminal, a line at every fifth elsewhere. */
final class JobBars implements AutoCloseable {
  private static final int WHOLE = 100;
  private static final int LINE_STEP = 20;

  private final boolean terminal;
  private final PrintWriter out;
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
  private final Map<String, String> lines = new LinkedHashMap<>();

  JobBars(boolean terminal, PrintWriter out) {
    this.terminal = terminal;
    this.out = out;
  }

  void show(String name, JobState state, double progress) {
    int percent = (int) (progress * WHOLE);
    if (terminal) {
      bars.computeIfAbsent(name, JobBars::bar).stepTo(percent);
      return;
    }
    int step = percent / LINE_STEP * LINE_STEP;
    String line = "%-8s %-9s %3d %%".formatted(name, state, state.ended() ? percent : step);
    if (!line.equals(lines.put(name, line))) {
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void close() {
    bars.values().forEach(ProgressBar::close);
  }

  private static ProgressBar bar(String name) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(WHOLE)
        .setUnit(" %", 1)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(200)
        .build();
  }
}
