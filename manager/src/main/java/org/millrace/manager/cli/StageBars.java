package org.millrace.manager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One live bar a stage, with its rate and the time to go. */
final class StageBars implements Watch.Display {
  private static final int REFRESH_MILLIS = 200;

  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

  @Override
  public void show(Map<String, Object> job) {
    for (Map<String, Object> stage : Json.list(job, "stages")) {
      long created = Json.number(stage, "created");
      ProgressBar bar = bars.computeIfAbsent(Json.text(stage, "name"), StageBars::bar);
      // A stage without tasks has one to come, or its bar would be full.
      bar.maxHint(Math.max(1, created));
      bar.stepTo(Json.number(stage, "done") + Json.number(stage, "dead"));
      long dead = Json.number(stage, "dead");
      bar.setExtraMessage(dead == 0 ? "" : dead + " dead");
    }
  }

  @Override
  public void close() {
    bars.values().forEach(ProgressBar::close);
  }

  private static ProgressBar bar(String stage) {
    return new ProgressBarBuilder()
        .setTaskName(stage)
        .setInitialMax(1)
        .setUnit(" tasks", 1)
        .showSpeed()
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .build();
  }
}
