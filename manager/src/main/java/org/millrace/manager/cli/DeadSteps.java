package org.millrace.manager.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays or discards dead letters, by id or by filter. */
abstract class DeadSteps implements Callable<Integer> {
  private static final String PATH = "/api/v1/dead-letters";

  @Mixin private ClientOptions options;
  @Mixin private DeadFilter filter;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of dead letters.")
  private List<Long> ids = List.of();

  @Option(names = "--yes", description = "Do not ask, however many the filter holds.")
  private boolean yes;

  /** {@code replayed}, {@code discarded}. */
  abstract String done();

  /** Adds what only this step may say. */
  void add(Map<String, Object> choice) {}

  @Override
  public Integer call() throws Exception {
    Map<String, Object> said = filter.said();
    if (ids.isEmpty() == said.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "ID: must be given, or else a filter such as --job; one of the two");
    }
    Client client = options.client();
    Map<String, Object> choice = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      long total =
          Json.number(Json.object(client.get(PATH + "?limit=1" + filter.query())), "total");
      if (total > 0 && !yes && !agreed(total)) {
        return Exit.REFUSED;
      }
      choice.put("filter", said);
    } else {
      choice.put("ids", ids);
    }
    add(choice);
    return print(send(client, choice));
  }

  String send(Client client, Map<String, Object> choice) throws IOException {
    return client.post(PATH + "/" + spec.name(), choice);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int print(String answer) throws IOException {
    Map<String, Object> outcome = Json.object(answer);
    List<Map<String, Object>> refused = Json.list(outcome, "refused");
    PrintWriter err = spec.commandLine().getErr();
    refused.forEach(
        each ->
            err.println(
                spec.name()
                    + ": dead letter "
                    + Json.text(each, "id")
                    + ": "
                    + Json.text(each, "reason")));
    spec.commandLine()
        .getOut()
        .println(
            options.json()
                ? answer
                : Human.count(Json.number(outcome, "done"), "dead task") + " " + done());
    return refused.isEmpty() ? Exit.DONE : Exit.REFUSED;
  }

  /** Asks at a terminal; without one nobody can answer. */
  private boolean agreed(long total) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    String what = Human.count(total, "dead task") + " would be " + done();
    if (!Terminal.present() || options.json()) {
      err.println(spec.name() + ": " + what + ": say --yes to do it");
      return false;
    }
    err.print(what + ". Go on? [y/N] ");
    err.flush();
    // Not closed: it is the process's own input.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  @Command(
      name = "replay",
      description = {
        "Sends dead tasks again, with all their attempts before them.",
        "A job that had failed because of them becomes active again."
      },
      footer = {
        "",
        "Examples:",
        "  ./millrace dead replay 7 8",
        "  ./millrace dead replay --job 12 --to parse",
        "  ./millrace dead 7 --body > body.json    # edit it, then",
        "  ./millrace dead replay 7 --body body.json"
      })
  static final class Replay extends DeadSteps {
    @Option(
        names = "--to",
        paramLabel = "STAGE",
        description = "Another stage of the same pipeline (default: where it died).")
    private String to;

    @Option(
        names = "--body",
        paramLabel = "FILE",
        description =
            "Another body for one letter: UTF-8 text, or JSON where it was JSON. One that is bytes or"
                + " lies in an object cannot be replaced.")
    private Path body;

    @Override
    String send(Client client, Map<String, Object> choice) throws IOException {
      if (body == null) {
        return super.send(client, choice);
      }
      if (!(choice.get("ids") instanceof List<?> one) || one.size() != 1) {
        throw wrong("--body: must go with the ID of one dead letter");
      }
      Map<String, Object> again = new LinkedHashMap<>();
      add(again);
      again.put("body", text());
      return client.post(PATH + "/" + one.get(0) + "/replay", again);
    }

    private String text() throws IOException {
      try {
        return Files.readString(body);
      } catch (NoSuchFileException e) {
        throw wrong("--body: must be a file that is there, was \"" + body + "\"");
      } catch (MalformedInputException e) {
        throw wrong("--body: must be UTF-8 text, was \"" + body + "\"");
      }
    }

    @Override
    String done() {
      return "replayed";
    }

    @Override
    void add(Map<String, Object> choice) {
      if (to != null) {
        choice.put("to", to);
      }
    }
  }

  @Command(
      name = "discard",
      description = {
        "Gives dead tasks up for good: they count as done, and their jobs go on without them.",
        "A job that completes so says how many were discarded."
      },
      footer = {
        "",
        "Examples:",
        "  ./millrace dead discard 7 8",
        "  ./millrace dead discard --stage parse --error \"no such user\" --yes"
      })
  static final class Discard extends DeadSteps {
    @Override
    String done() {
      return "discarded";
    }
  }
}
