package org.millrace.manager.author;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "new",
    description = "Begins a stage or a source, for you to go on with.",
    subcommands = {NewStage.class, NewSource.class},
    synopsisSubcommandLabel = "stage|source",
    footer = {
      "",
      "Examples:",
      "  ./millrace new stage mask",
      "  ./millrace new source acme --format combined"
    })
public final class NewCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** Without what is to be new: wrong usage. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "stage or source: must be given (./millrace new --help)");
  }
}
