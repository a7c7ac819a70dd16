package org.millrace.manager.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Says which Millrace and which Java this is.")
final class Version implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    String version = Version.class.getPackage().getImplementationVersion();
    String millrace = version == null ? "unpackaged" : version;
    String java = Runtime.version().toString();
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(Map.of("millrace", millrace, "java", java))
                : "Millrace " + millrace + " (Java " + java + ")");
    return Exit.DONE;
  }
}
