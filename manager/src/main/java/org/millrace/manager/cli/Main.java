package org.millrace.manager.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The client's commands. Exit code 0 done, 1 failed, 2 refused or wrong usage. */
@Command(
    name = "millrace",
    description = "Message pipelines on plain Camel routes, with fair shares of the workers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A system of one's own:",
      "  up      Runs the whole system.",
      "  worker  Runs one more worker process of a system.",
      "  demo    Runs the system, feeds it sample logs and prints the summaries.",
      "",
      "Stages and sources of one's own:",
      "  new     Begins a stage or a source, for you to go on with.",
      "  check   Says what is wrong with settings and routes before a system reads them.",
      "",
      "Examples:",
      "  ./millrace demo",
      "  ./millrace up --home /srv/millrace",
      "  ./millrace submit --source acme access.log --wait",
      "  ./millrace COMMAND --help"
    })
public final class Main implements Runnable {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;
  private static final String NOT_MEANT = " (./millrace --help lists them)";
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("submit", Submit::new);
    COMMANDS.put("send", Send::new);
    COMMANDS.put("jobs", Jobs::new);
    COMMANDS.put("job", ShowJob::new);
    COMMANDS.put("cancel", JobSteps.Cancel::new);
    COMMANDS.put("pause", JobSteps.Pause::new);
    COMMANDS.put("resume", JobSteps.Resume::new);
    COMMANDS.put("retry", JobSteps.Retry::new);
    COMMANDS.put("replay", JobSteps.Replay::new);
    COMMANDS.put("dead", Dead::new);
    COMMANDS.put("move", Move::new);
    COMMANDS.put("queues", Queues::new);
    COMMANDS.put("explain", Explain::new);
    COMMANDS.put("workers", Workers::new);
    COMMANDS.put("stages", Stages::new);
    COMMANDS.put("stats", Stats::new);
    COMMANDS.put("parse", Parse::new);
    COMMANDS.put("simulate", Simulate::new);
    COMMANDS.put("users", Users::new);
    COMMANDS.put("tokens", Tokens::new);
    COMMANDS.put("audit", Audit::new);
    COMMANDS.put("version", Version::new);
    COMMANDS.put("help", CommandLine.HelpCommand::new);
  }

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private Main() {}

  public static void main(String[] args) {
    // JSON is UTF-8 whatever the locale; the streams of System follow the locale.
    CommandLine line =
        command(args).setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
    System.exit(line.execute(args));
  }

  /** The command line for these arguments. */
  static CommandLine command(String... args) {
    CommandLine line = new CommandLine(new Main());
    Supplier<Object> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (asked != null && !"help".equals(args[0])) {
      // Building the other commands' specifications takes as long as the command itself.
      line.addSubcommand(args[0], asked.get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
    int columns = Integer.getInteger("millrace.columns", WIDEST);
    return line.setUsageHelpWidth(Math.min(WIDEST, Math.max(NARROWEST, columns)))
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler((failure, at, parsed) -> fail(failure, at));
  }

  /** What is wrong and where to read on; the whole help would push that off the screen. */
  private static int misused(CommandLine.ParameterException wrong, String[] args) {
    CommandLine at = wrong.getCommandLine();
    PrintWriter err = at.getErr();
    String name = at.getCommandSpec().qualifiedName();
    if (args.length == 0) {
      at.usage(err);
    } else if (at.getParent() == null && !args[0].startsWith("-")) {
      err.printf(
          "millrace: must be one of its commands, was \"%s\"%s%n", args[0], meant(wrong, args[0]));
    } else {
      err.printf("%s: %s (./%s --help)%n", at.getCommandName(), wrong.getMessage(), name);
    }
    return Exit.REFUSED;
  }

  /**
   * Of the commands that look alike to picocli, which finds some for every word, one that begins
   * so.
   */
  private static String meant(CommandLine.ParameterException wrong, String typed) {
    return wrong instanceof CommandLine.UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions().stream()
            .filter(each -> COMMANDS.containsKey(each) && each.startsWith(typed.substring(0, 1)))
            .findFirst()
            .map(each -> " (did you mean ./millrace " + each + "?)")
            .orElse(NOT_MEANT)
        : NOT_MEANT;
  }

  /** Without a command: help, as wrong usage. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "COMMAND: must be given");
  }

  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  private static int fail(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    if (failure instanceof ClientException known) {
      err.println(line.getCommandName() + ": " + known.getMessage());
      return known.exitCode();
    }
    err.println(line.getCommandName() + ": failed: " + failure);
    return Exit.FAILED;
  }
}
