package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and its exit code. */
record Run(int exit, String out, String err) {
  static Run command(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.command(words).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(words);
    line.getOut().flush();
    line.getErr().flush();
    return new Run(exit, out.toString(), err.toString());
  }
}
