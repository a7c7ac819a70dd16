package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.Map;

/** Chooses how to show progress. */
final class Displays {
  private Displays() {}

  /** Bars for a terminal, now and then a line for anything else, nothing beside JSON. */
  static Watch.Display of(boolean json, PrintWriter out) {
    if (json) {
      return new Silent();
    }
    return Terminal.present() ? new StageBars() : new Lines(out);
  }

  private static final class Silent implements Watch.Display {
    @Override
    public void show(Map<String, Object> job) {}

    @Override
    public void close() {}
  }

  /** A line whenever another tenth is done, and at every change of state. */
  private static final class Lines implements Watch.Display {
    private final PrintWriter out;
    private String last = "";

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(Map<String, Object> job) {
      double progress = Json.fraction(job, "progress");
      String step = Json.text(job, "state") + (int) (progress * 10);
      if (step.equals(last)) {
        return;
      }
      last = step;
      StringBuilder line = new StringBuilder("job ").append(Json.text(job, "id"));
      line.append("  ").append(Json.text(job, "state"));
      line.append("  ").append(Human.percent(progress));
      for (Map<String, Object> stage : Json.list(job, "stages")) {
        line.append("  ").append(Json.text(stage, "name")).append(' ');
        line.append(Json.number(stage, "done")).append('/').append(Json.number(stage, "created"));
      }
      out.println(line);
      out.flush();
    }

    @Override
    public void close() {}
  }
}
