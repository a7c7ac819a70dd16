package org.millrace.manager.cli;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a client command finds the system. */
final class TargetOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Home of the running system (default: ./millrace-data).")
  private Path home;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of a system elsewhere; its password in MILLRACE_PASSWORD.")
  private URI url;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  Client client() {
    return new Client(Target.of(home, url));
  }
}
