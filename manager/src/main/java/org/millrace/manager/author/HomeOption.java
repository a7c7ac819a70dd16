package org.millrace.manager.author;

import java.nio.file.Path;
import org.millrace.manager.home.Home;
import picocli.CommandLine.Option;

/** Which home is meant; a system may run there or not. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = Home.DEFAULT,
      description = "Home of the system (default: ./${DEFAULT-VALUE}).")
  private Path dir;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  Home home() {
    return new Home(dir);
  }
}
