package org.millrace.manager.demo;

import java.util.List;
import org.millrace.processors.logs.SampleLogs.Style;

/** Somebody who sends logs. */
record Partner(String name, Style style, long lines, long seed) {
  /** Share of lines that are broken on purpose. */
  static final double BROKEN = 0.001;

  static final List<Partner> ALL =
      List.of(
          new Partner("acme", Style.COMBINED, 600_000, 1),
          new Partner("globex", Style.JSON, 300_000, 2),
          new Partner("initech", Style.SYSLOG, 200_000, 3));
}
