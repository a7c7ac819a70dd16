package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rows under headings, aligned. */
final class Table {
  private static final String GAP = "  ";

  private final String[] headings;
  private final Set<String> rightAligned;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param rightAligned headings of the columns that hold numbers
   */
  Table(Set<String> rightAligned, String... headings) {
    this.headings = headings;
    this.rightAligned = rightAligned;
  }

  void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
  }

  /** Columns that a line takes at most. */
  int width() {
    return Arrays.stream(widths()).sum() + GAP.length() * (headings.length - 1);
  }

  /**
   * @param paint colours the cells of the column {@code STATE}, after they were measured
   */
  void print(PrintWriter out, UnaryOperator<String> paint) {
    int[] widths = widths();
    line(out, headings, widths, UnaryOperator.identity());
    rows.forEach(row -> line(out, row, widths, paint));
  }

  private int[] widths() {
    int[] widths = new int[headings.length];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = headings[column].length();
      for (String[] row : rows) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    return widths;
  }

  private void line(PrintWriter out, String[] cells, int[] widths, UnaryOperator<String> paint) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.length; column++) {
      String padding = " ".repeat(widths[column] - cells[column].length());
      String cell = "STATE".equals(headings[column]) ? paint.apply(cells[column]) : cells[column];
      line.append(column == 0 ? "" : GAP);
      line.append(rightAligned.contains(headings[column]) ? padding + cell : cell + padding);
    }
    out.println(line.toString().stripTrailing());
  }
}
