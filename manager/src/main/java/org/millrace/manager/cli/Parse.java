package org.millrace.manager.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.millrace.engine.task.BadInputException;
import org.millrace.processors.logs.LineParser;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "parse",
    description = "Shows how each line of a log is understood: one JSON object a line.",
    footer = {
      "",
      "A line that was understood gives {\"line\":1,\"fields\":{...}}, any other",
      "{\"line\":2,\"reject\":\"reason\"}. With --format no running system is needed.",
      "",
      "Examples:",
      "  ./millrace parse --format combined access.log",
      "  ./millrace parse --source acme access.log",
      "  zcat a.log.gz | ./millrace parse --format 'grok:%%{IP:client} %%{WORD:what}' -"
    })
final class Parse implements Callable<Integer> {
  private static final long LINES_BETWEEN_LOOKS = 1000;

  @Mixin private TargetOptions options;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private How how;

  private static final class How {
    @Option(
        names = "--source",
        paramLabel = "S",
        description = "Read it as the running system would for this source.")
    private String source;

    @Option(names = "--format", paramLabel = "F", description = "Format's name, or grok:PATTERN.")
    private String format;
  }

  @Option(
      names = "--charset",
      paramLabel = "C",
      description = "With --format: charset of the input (default: UTF-8).")
  private String charset = "UTF-8";

  @Option(
      names = "--zone",
      paramLabel = "Z",
      description = "With --format: time zone of times without one (default: UTC).")
  private String zone = "UTC";

  @Option(names = "--json", description = "Changes nothing: every line is JSON anyway.")
  private boolean json;

  @Parameters(paramLabel = "FILE|-", description = "File to read; - for standard input.")
  private String file;

  @Override
  public Integer call() throws Exception {
    LineParser parser = parser();
    try (InputStream in = input()) {
      // The command line's own writer flushes every line.
      PrintWriter out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut()), false);
      parser.parse(in, line -> print(line, out));
      refuseIfClosed(out);
    }
    return Exit.DONE;
  }

  private LineParser parser() throws IOException {
    try {
      return how.source == null
          ? parser(how.format, charset, zone)
          : parserOf(
              Json.object(options.client().get("/api/v1/sources/" + Client.segment(how.source))));
    } catch (BadInputException e) {
      throw ClientException.refused(e.getMessage());
    }
  }

  private static LineParser parserOf(Map<String, Object> source) {
    return parser(
        Json.text(source, "format"),
        orElse(Json.text(source, "charset"), "UTF-8"),
        orElse(Json.text(source, "zone"), "UTC"));
  }

  private static LineParser parser(String format, String charset, String zone) {
    return new LineParser(format, charset, zone, Clock.systemUTC().instant());
  }

  private static String orElse(String value, String instead) {
    return value.isEmpty() ? instead : value;
  }

  private InputStream input() throws IOException {
    if ("-".equals(file)) {
      return System.in;
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw ClientException.refused(
          "FILE: must be a file that can be read, or -, was \"" + file + "\"");
    }
    return Files.newInputStream(path);
  }

  private void print(LineParser.Line line, PrintWriter out) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("line", line.number());
    if (line.reject() == null) {
      object.put("fields", line.fields());
    } else {
      object.put("reject", line.reject());
    }
    out.println(Json.text(object));
    if (line.number() % LINES_BETWEEN_LOOKS == 0) {
      refuseIfClosed(out);
    }
  }

  /** A writer hides errors: without a look, a closed pipe would be written to until the end. */
  private void refuseIfClosed(PrintWriter out) {
    out.flush();
    // Not out's own: it sees none, since the command line's writer below hides them from it.
    if (spec.commandLine().getOut().checkError()) {
      throw ClientException.failed("standard output was closed before the end");
    }
  }
}
