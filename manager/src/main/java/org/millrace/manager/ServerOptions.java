package org.millrace.manager;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.millrace.engine.node.Role;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.home.Home;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options of {@code up} and {@code demo}. A port of 0 is any free one. */
public final class ServerOptions {
  private static final Set<String> ROLES = new TreeSet<>(Set.of("manager", "worker"));

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = Home.DEFAULT,
      description = "Folder with everything of this system (default: ./${DEFAULT-VALUE}).")
  private Path home;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Console and API (default: ${DEFAULT-VALUE}; 0 = any free port).")
  private int port;

  @Option(
      names = "--s3-port",
      paramLabel = "N",
      defaultValue = "9000",
      description = "Embedded S3 endpoint (default: ${DEFAULT-VALUE}).")
  private int s3Port;

  @Option(
      names = "--sqs-port",
      paramLabel = "N",
      defaultValue = "9324",
      description = "Embedded SQS endpoint, when one runs (default: ${DEFAULT-VALUE}).")
  private int sqsPort;

  @Option(
      names = "--broker-port",
      paramLabel = "N",
      defaultValue = "61616",
      description = "Embedded message broker, when one runs (default: ${DEFAULT-VALUE}).")
  private int brokerPort;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private Set<String> roles = ROLES;

  @Option(
      names = "--roles",
      paramLabel = "ROLE",
      split = ",",
      description = {
        "What this process does: manager, or manager,worker (default: both).",
        "A worker alone is started with: millrace worker"
      })
  void roles(Set<String> given) {
    for (String role : given) {
      if (!ROLES.contains(role)) {
        throw new CommandLine.TypeConversionException(
            "must be manager or worker, was \""
                + role
                + "\" ("
                + DidYouMean.remedy(role, ROLES)
                + ")");
      }
    }
    // It is called with nothing first.
    if (!given.isEmpty() && !given.contains("manager")) {
      throw new CommandLine.TypeConversionException(
          "must have manager among them, was \"worker\" (a worker alone is started with: millrace worker)");
    }
    roles = Set.copyOf(given);
  }

  public Home home() {
    return new Home(home);
  }

  public int port() {
    return port;
  }

  public int s3Port() {
    return s3Port;
  }

  public int sqsPort() {
    return sqsPort;
  }

  public int brokerPort() {
    return brokerPort;
  }

  public ProcessRoles roles() {
    return new ProcessRoles(
        roles.stream()
            .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        Optional.empty());
  }
}
