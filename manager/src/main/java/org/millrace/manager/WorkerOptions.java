package org.millrace.manager;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.millrace.engine.node.Role;
import org.millrace.manager.home.Home;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options of {@code worker}. */
public final class WorkerOptions {
  private static final int MOST_PORT = 65_535;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = Home.DEFAULT,
      description =
          "Folder of the system to work for, or a folder whose millrace.yaml names its database"
              + " and stores (default: ./${DEFAULT-VALUE}).")
  private Path home;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private Optional<String> name = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of this worker, no other's (default: worker-HOST-PID). One that keeps its name"
              + " over a restart takes up at once what it left.")
  void name(String given) {
    if (!NAME.matcher(given).matches() || given.equals("main")) {
      throw new CommandLine.TypeConversionException(
          "must be letters, digits, dots, - and _, and not main, was \"" + given + "\"");
    }
    name = Optional.of(given);
  }

  private OptionalInt metricsPort = OptionalInt.empty();

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description =
          "Give this process's metrics to Prometheus at http://127.0.0.1:N/metrics, to everybody on"
              + " this machine (0: any free port; default: not at all).")
  void metricsPort(int given) {
    if (given < 0 || given > MOST_PORT) {
      throw new CommandLine.TypeConversionException(
          "must be a port, 0 to " + MOST_PORT + ", was \"" + given + "\"");
    }
    metricsPort = OptionalInt.of(given);
  }

  OptionalInt metricsPort() {
    return metricsPort;
  }

  Home home() {
    return new Home(home);
  }

  ProcessRoles roles() {
    return new ProcessRoles(Set.of(Role.WORKER), name);
  }
}
