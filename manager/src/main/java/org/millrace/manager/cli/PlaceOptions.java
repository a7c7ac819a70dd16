package org.millrace.manager.cli;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the system is, and a token for it. */
final class PlaceOptions {
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
      names = "--token",
      paramLabel = "TOKEN",
      description = "Act by this token; MILLRACE_TOKEN keeps it out of the process list.")
  private String token;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /**
   * @param user whom to act as; null for nobody in particular
   */
  Client client(String user) {
    return new Client(Target.of(home, url, new Credentials(token, user, System.getenv())));
  }
}
