package org.millrace.manager.cli;

/**
 * A bar as long as the cluster is large.
 *
 * @param whole the cluster
 */
record QueueBar(double usage, double fairShare, double max, double whole) {
  /** What the parts of a bar are drawn with. */
  enum Style {
    UNICODE('█', '▓', '░', '·'),
    PLAIN('#', '+', '-', '.');

    private final char within;
    private final char beyond;
    private final char due;
    private final char possible;

    Style(char within, char beyond, char due, char possible) {
      this.within = within;
      this.beyond = beyond;
      this.due = due;
      this.possible = possible;
    }

    static Style of(boolean terminal) {
      return terminal ? UNICODE : PLAIN;
    }
  }

  String draw(int width, Style style) {
    int used = cells(usage, width);
    int due = cells(fairShare, width);
    int most = cells(max, width);
    StringBuilder bar = new StringBuilder(width);
    for (int cell = 0; cell < width; cell++) {
      if (cell < used) {
        bar.append(cell < due ? style.within : style.beyond);
      } else if (cell < due) {
        bar.append(style.due);
      } else {
        bar.append(cell < most ? style.possible : ' ');
      }
    }
    return bar.toString();
  }

  /** Rounded, but something is never drawn as nothing. */
  private int cells(double amount, int width) {
    if (amount <= 0 || whole <= 0) {
      return 0;
    }
    return (int) Math.min(width, Math.max(1, Math.round(width * amount / whole)));
  }
}
