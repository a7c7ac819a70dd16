package org.millrace.manager.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a client command finds the system, and whom it acts as. */
final class TargetOptions {
  @Mixin private PlaceOptions place;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Act as this user; the password is asked for, or is in MILLRACE_PASSWORD.")
  private String user;

  Client client() {
    return place.client(user);
  }
}
