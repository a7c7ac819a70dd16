package org.millrace.manager.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a client command finds the system, and how it answers. */
final class ClientOptions {
  @Mixin private TargetOptions target;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  Client client() {
    return target.client();
  }
}
