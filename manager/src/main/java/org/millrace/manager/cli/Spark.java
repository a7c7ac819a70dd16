package org.millrace.manager.cli;

/** Numbers over time as a line of small bars. */
final class Spark {
  /** From nothing to the most. */
  enum Style {
    UNICODE(" ▁▂▃▄▅▆▇█"),
    PLAIN(" .:-=+*#@");

    private final String steps;

    Style(String steps) {
      this.steps = steps;
    }

    static Style of(boolean terminal) {
      return terminal ? UNICODE : PLAIN;
    }
  }

  private Spark() {}

  /** As many bars as fit, each the sum of its share; something is never drawn as nothing. */
  static String draw(double[] values, int width, Style style) {
    int bars = Math.min(width, values.length);
    double[] sums = new double[bars];
    for (int i = 0; i < values.length; i++) {
      sums[(int) ((long) i * bars / values.length)] += values[i];
    }
    double most = 0;
    for (double each : sums) {
      most = Math.max(most, each);
    }
    int top = style.steps.length() - 1;
    StringBuilder line = new StringBuilder(bars);
    for (double each : sums) {
      int height = each <= 0 ? 0 : (int) Math.max(1, Math.round(top * each / most));
      line.append(style.steps.charAt(height));
    }
    return line.toString();
  }
}
