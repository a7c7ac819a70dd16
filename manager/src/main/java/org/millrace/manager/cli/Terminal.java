package org.millrace.manager.cli;

import picocli.CommandLine.Help.Ansi;

/** Whether a person looks at the output, and how to colour it then. */
final class Terminal {
  // The launcher asks the shell, which knows for each stream; the JDK only knows for all.
  private static final String GIVEN = System.getProperty("millrace.terminal");

  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  static boolean present() {
    return GIVEN == null ? System.console() != null : Boolean.parseBoolean(GIVEN);
  }

  /** How many columns it has, as the launcher measured it; 80 when that is not known. */
  static int columns() {
    return Integer.getInteger("millrace.columns", USUAL_COLUMNS);
  }

  /** A job's state in its colour, if colours are wanted ({@code NO_COLOR}) and seen. */
  static String state(String state) {
    String style =
        switch (state) {
          case "COMPLETED" -> "green";
          case "FAILED" -> "red";
          case "ACTIVE" -> "cyan";
          default -> "faint";
        };
    return present() && System.getenv("NO_COLOR") == null
        ? Ansi.ON.string("@|" + style + " " + state + "|@")
        : state;
  }
}
