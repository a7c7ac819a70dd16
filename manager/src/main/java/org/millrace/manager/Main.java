package org.millrace.manager;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.node.Engine;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.api.Progress;
import org.millrace.manager.author.CheckCommand;
import org.millrace.manager.author.NewCommand;
import org.millrace.manager.demo.Demo;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.wiring.AnnounceConfiguration;
import org.millrace.manager.wiring.BrokerConfiguration;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.IntakeConfiguration;
import org.millrace.manager.wiring.ManagerConfiguration;
import org.millrace.manager.wiring.ObserveConfiguration;
import org.millrace.manager.wiring.SqsConfiguration;
import org.millrace.processors.logs.Formats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The commands that run a system, or need its classes. All others are {@link
 * org.millrace.manager.cli.Main}'s.
 */
@Command(
    name = "millrace",
    description = "Runs a Millrace system.",
    subcommands = {
      Main.Up.class,
      Main.Work.class,
      Main.DemoRun.class,
      NewCommand.class,
      CheckCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  /** Brings the engine, the stores and the intake into the context. */
  static final List<Class<?>> PARTS =
      List.of(
          EngineConfiguration.class,
          ManagerConfiguration.class,
          AnnounceConfiguration.class,
          ObserveConfiguration.class,
          BrokerConfiguration.class,
          SqsConfiguration.class,
          IntakeConfiguration.class);

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int REFUSED = 2;
  private static final Set<String> STARTING = Set.of("up", "worker", "demo");

  private Main() {}

  public static void main(String[] args) {
    int code = command().execute(args);
    if (code != 0) {
      System.exit(code);
    }
    // Zero means that the system runs: its threads keep the process, its shutdown hook ends it.
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler((failure, line, parsed) -> fail(failure, line));
  }

  private static int fail(Exception failure, CommandLine line) {
    String name = line.getCommandName();
    Optional<RefusedException> refused = refusal(failure);
    if (refused.isPresent()) {
      refused.get().getMessage().lines().forEach(each -> line.getErr().println(name + ": " + each));
      return REFUSED;
    }
    if (STARTING.contains(name)) {
      LOG.error("The system did not start", failure);
      line.getErr().println(name + ": the system did not start: " + failure);
    } else {
      line.getErr().println(name + ": failed: " + failure);
    }
    return 1;
  }

  /** A part that refuses to be made is wrapped by whatever wanted it. */
  private static Optional<RefusedException> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  @Command(
      name = "up",
      description = "Runs the whole system until Ctrl-C.",
      footer = {
        "",
        "Examples:",
        "  ./millrace up",
        "  ./millrace up --home /srv/millrace --port 9090",
        "  ./millrace up --home /tmp/try --port 0 --s3-port 0 --broker-port 0",
        "  ./millrace up --roles manager        and, for the work: ./millrace worker"
      })
  static final class Up implements Callable<Integer> {
    @Mixin private ServerOptions options;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      Server server = Server.start(options, Formats.names(), PARTS);
      PasswordNote.print(server, options.home(), spec.commandLine().getOut());
      return 0;
    }
  }

  @Command(
      name = "worker",
      description = {
        "Runs one more worker process of a system until Ctrl-C.",
        "It registers with its capacity, and finishes what it has in hand before it ends."
      },
      footer = {
        "",
        "Examples:",
        "  ./millrace worker",
        "  ./millrace worker --home /srv/millrace --name night-shift"
      })
  static final class Work implements Callable<Integer> {
    @Mixin private WorkerOptions options;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      WorkerProcess worker = WorkerProcess.start(options, Formats.names());
      String name = worker.context().getBean(Engine.class).node();
      PrintWriter out = spec.commandLine().getOut();
      out.println("Worker " + name + " is up. See it with: millrace workers");
      out.flush();
      return 0;
    }
  }

  @Command(
      name = "demo",
      description = {
        "Runs the whole system, feeds it a million lines of sample logs and prints the summaries.",
        "The system stays up until Ctrl-C."
      },
      footer = {"", "Examples:", "  ./millrace demo", "  ./millrace demo --home /tmp/demo"})
  static final class DemoRun implements Callable<Integer> {
    @Mixin private ServerOptions options;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      PrintWriter out = spec.commandLine().getOut();
      Server server = Server.start(options, Formats.names(), PARTS);
      PasswordNote.print(server, options.home(), out);
      // What the log says of each file would break into the bars.
      LoggingSystem.get(Main.class.getClassLoader())
          .setLogLevel("org.millrace.routes.intake", LogLevel.WARN);
      BeanFactory beans = server.context();
      new Demo(
              beans.getBean(JobLedger.class),
              beans.getBean(ObjectStore.class),
              beans.getBean(Progress.class),
              beans.getBean(Clock.class),
              out,
              Boolean.getBoolean("millrace.terminal"))
          .run(options.home());
      return 0;
    }
  }
}
