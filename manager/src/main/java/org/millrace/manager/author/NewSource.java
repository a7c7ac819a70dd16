package org.millrace.manager.author;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.SourceDraft;
import org.millrace.processors.logs.Formats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "source",
    description = {
      "Declares a source in millrace.yaml and makes its folder in the inbox. Comments and all else",
      "in the file stay as they are; a system that runs follows within a second."
    },
    footer = {
      "",
      "Examples:",
      "  ./millrace new source acme",
      "  ./millrace new source acme --format combined --zone Europe/Berlin",
      "  ./millrace new source acme --format 'grok:%%{IP:client} %%{WORD:what}' --queue root.big.acme"
    })
final class NewSource implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "Format of its files, or grok:PATTERN (default: found from the first lines).")
  private String format;

  @Option(names = "--charset", paramLabel = "C", description = "Charset of its files.")
  private String charset;

  @Option(names = "--zone", paramLabel = "Z", description = "Time zone of times without one.")
  private String zone;

  @Option(names = "--pipeline", paramLabel = "P", description = "Pipeline (default: b2b-logs).")
  private String pipeline;

  @Option(
      names = "--queue",
      paramLabel = "Q",
      description = "Queue of its jobs (default: root.partners.NAME).")
  private String queue;

  @Parameters(paramLabel = "NAME", description = "Name of the source, and of its folder.")
  private String name;

  @Override
  public Integer call() throws IOException {
    Home at = home.home();
    at.create();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("format", format);
    values.put("charset", charset);
    values.put("zone", zone);
    values.put("pipeline", pipeline);
    values.put("queue", queue);
    values.values().removeIf(value -> value == null);
    SourceDraft draft = SourceDraft.of(at.settings(), name, values, Formats.names());
    Path inbox = at.bucket("inbox").resolve(name);
    Files.createDirectories(inbox);
    draft.write();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Declared source " + name + " in " + at.settings());
    out.println("Look how lines are understood:  ./millrace parse --source " + name + " FILE");
    out.println("Give it work:                   cp FILE " + inbox + "/");
    return 0;
  }
}
