package org.millrace.manager.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "send",
    description = "Sends a message, or a batch of them, to a source.",
    footer = {
      "",
      "A batch is taken whole or not at all. Messages that come together are one job.",
      "",
      "Examples:",
      "  ./millrace send orders order.json",
      "  ./millrace send orders today.ndjson --key today-1",
      "  tail -n 100 access.log | ./millrace send acme -"
    })
final class Send implements Callable<Integer> {
  private static final String BATCH = "application/x-ndjson";

  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--batch",
      description = "A message a line, each a JSON value; so are files named .ndjson and .jsonl.")
  private boolean batch;

  @Option(
      names = "--type",
      paramLabel = "T",
      description = "Content type of the message (default: by the file's name, else text/plain).")
  private String type;

  @Option(
      names = "--key",
      paramLabel = "K",
      description = "Sent again with the same key, it has one effect.")
  private String key;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "Whose messages they are.")
  private String source;

  @Parameters(index = "1", paramLabel = "FILE|-", description = "What to send; - for the input.")
  private String file;

  @Override
  public Integer call() throws IOException {
    Client client = options.client();
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", contentType());
    if (key != null) {
      headers.put("Idempotency-Key", key);
    }
    String path = "/api/v1/sources/" + Client.segment(source) + "/messages";
    String answer = client.post(path, bytes(), headers);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
    } else {
      report(Json.object(answer), out);
    }
    out.flush();
    return Exit.DONE;
  }

  private static void report(Map<String, Object> answer, PrintWriter out) {
    int count = answer.get("ids") instanceof List<?> ids ? ids.size() : 0;
    out.println(
        "Job "
            + Json.text(answer, "job")
            + ": "
            + count
            + (count == 1 ? " message" : " messages")
            + (Boolean.TRUE.equals(answer.get("repeated")) ? ", taken before" : ""));
  }

  private String contentType() {
    String name = file.toLowerCase(Locale.ROOT);
    if (type != null && !batch) {
      return type;
    } else if (batch || name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
      return BATCH;
    } else if (name.endsWith(".json")) {
      return "application/json";
    }
    return name.endsWith(".gz") ? "application/octet-stream" : "text/plain";
  }

  private byte[] bytes() throws IOException {
    if (file.equals("-")) {
      return System.in.readAllBytes();
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw ClientException.refused(
          "FILE: must be a file that can be read, or -, was \"" + file + "\"");
    }
    return Files.readAllBytes(path);
  }
}
