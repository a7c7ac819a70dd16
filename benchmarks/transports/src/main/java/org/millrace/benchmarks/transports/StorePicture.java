package org.millrace.benchmarks.transports;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The hand-written chains on a database and on a journal, as bars on a logarithmic scale. */
final class StorePicture {
  private static final Map<Candidate, String> STORES =
      Map.of(
          Candidate.LIMIT_POSTGRESQL, "PostgreSQL table",
          Candidate.LIMIT_H2, "H2 table",
          Candidate.LIMIT_ARTEMIS, "Artemis journal");
  private static final List<Candidate> ORDER =
      List.of(Candidate.LIMIT_POSTGRESQL, Candidate.LIMIT_H2, Candidate.LIMIT_ARTEMIS);
  private static final List<Integer> BATCHES = List.of(1, 10, 100);
  private static final int LEFT = 150;
  private static final int WIDTH = 400;
  private static final int BAR = 18;
  private static final int LOWEST_POWER = 2;
  private static final int HIGHEST_POWER = 5;

  private StorePicture() {}

  /** An SVG that is readable on light and on dark; null when a store did not run. */
  static String draw(ChainFigures figures) {
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="13">
            <style>
            text { fill: #24292f } .bar0 { fill: #2f6f9f } .bar1 { fill: #6aa5cc } .bar2 { fill: #c8763d } .grid { stroke: #8888; }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
            </style>
            <text x="150" y="20" font-weight="bold">Stage-tasks a second, three stages, 1 KiB, 4 workers</text>
            """);
    for (int power = LOWEST_POWER; power <= HIGHEST_POWER; power++) {
      int x = x(Math.pow(10, power));
      svg.append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"35\" y2=\"275\"/><text x=\"%d\" y=\"292\" text-anchor=\"middle\">%s</text>%n"
              .formatted(x, x, x, number(Math.pow(10, power))));
    }
    int y = 40;
    for (int batch : BATCHES) {
      svg.append(
          "<text x=\"5\" y=\"%d\">%s</text>%n"
              .formatted(y + 14, batch == 1 ? "one a commit" : batch + " a commit"));
      for (Candidate store : ORDER) {
        OptionalDouble rate = figures.median(store, batch, Rate::perSecond);
        if (rate.isEmpty()) {
          return null;
        }
        int end = x(rate.getAsDouble());
        svg.append(
            "<rect class=\"bar%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/><text x=\"%d\" y=\"%d\" font-size=\"12\">%s %s</text>%n"
                .formatted(
                    ORDER.indexOf(store),
                    LEFT,
                    y,
                    Math.max(1, end - LEFT),
                    BAR,
                    end + 5,
                    y + 14,
                    number(rate.getAsDouble()),
                    STORES.get(store)));
        y += BAR + 4;
      }
      y += 14;
    }
    return svg.append("</svg>\n").toString();
  }

  private static int x(double perSecond) {
    double power = Math.log10(Math.max(perSecond, Math.pow(10, LOWEST_POWER)));
    return (int)
        Math.round(LEFT + WIDTH * (power - LOWEST_POWER) / (HIGHEST_POWER - LOWEST_POWER) * 0.8);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
