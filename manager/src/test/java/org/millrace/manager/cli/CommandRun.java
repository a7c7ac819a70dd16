package org.millrace.manager.cli;

/** {@link Run}, for tests of other packages. */
public record CommandRun(int exit, String out, String err) {
  public static CommandRun of(Object... args) {
    Run run = Run.command(args);
    return new CommandRun(run.exit(), run.out(), run.err());
  }
}
