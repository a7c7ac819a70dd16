package org.millrace.benchmarks.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.node.DiskSpace;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.node.Role;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.stage.Stages;
import org.millrace.processors.scheduling.SchedulingProcessor;
import org.millrace.routes.scheduling.SchedulingRoutes;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** The engine with its scheduling cycles, put together as the manager does it. */
final class MillraceSystem implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final String QUEUE = "root.bench";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final FolderObjectStore objects;
  private final Database db;
  private final Engine engine;
  private final AnalyticsRecorder statistics;
  private int opened;

  /**
   * @param recorded whether statistics are kept, as they are in a running system
   */
  MillraceSystem(
      Database db, Path folder, Way way, int workers, boolean recorded, RoutesBuilder routes)
      throws Exception {
    this.db = db;
    this.objects = new FolderObjectStore(Files.createDirectories(folder.resolve("buckets")));
    DefaultErrorHandlerBuilder quiet = new DefaultErrorHandlerBuilder();
    quiet.setLevel(LoggingLevel.OFF.name());
    quiet.logExhaustedMessageHistory(false);
    camel.getCamelContextExtension().setErrorHandlerFactory(quiet);
    camel.getShutdownStrategy().setTimeout(5);
    Stages stages = new Stages(name -> Map.of(), way::transport);
    camel.getRegistry().bind("stages", stages);
    camel.addRoutes(routes);
    engine =
        new Engine(
            new EngineSettings(
                "bench",
                new Resources(256L * workers, 500L * workers, 1L << 40),
                workers,
                Duration.ofSeconds(15),
                Set.of(Role.values()),
                DiskSpace.PLENTY),
            db,
            objects,
            camel,
            stages,
            SchedulerSettings.of(
                Policy.FAIR,
                Resources.of(64, 0),
                Map.of("root", QueueSettings.builder().template(QueueSettings.defaults()).build())),
            Clock.systemUTC(),
            SchedulingRoutes.nudge(camel),
            way.factories());
    camel.start();
    engine.start();
    statistics =
        new AnalyticsRecorder(
            engine.meter(), db, engine::isLeader, Optional::empty, Clock.systemUTC());
    if (recorded) {
      statistics.start();
    }
    camel.addRoutes(
        new SchedulingRoutes(new SchedulingProcessor(engine.dispatcher()), PERIOD, () -> {}));
  }

  /** Opens a job at a pipeline's first stage. */
  long open(String pipeline) throws IOException {
    ObjectRef input = objects.write("inbox", pipeline + ++opened, out -> out.write('x'));
    return engine
        .ledger()
        .open(
            new JobRequest(
                pipeline, QUEUE, "bench", "bench", input, JobRequest.Disposal.KEEP, Map.of()))
        .jobId();
  }

  /** Whether everything that the job consists of is counted as done, and nothing as dead. */
  boolean isDone(long job) {
    var found = engine.ledger().find(job).orElseThrow();
    if (found.state() == JobState.FAILED) {
      throw new IllegalStateException("Millrace: the job failed; indicates a bug");
    }
    return engine.completion().ready().contains(job);
  }

  @Override
  public void close() {
    engine.close();
    camel.stop();
    statistics.close();
    db.close();
  }
}
