package org.millrace.manager.cli;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How every client command finds the system, and how it answers. */
final class ClientOptions {
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

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  Client client() {
    return new Client(Target.of(home, url));
  }
}
