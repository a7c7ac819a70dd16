package org.millrace.manager.wiring;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.millrace.engine.ledger.Retention;
import org.millrace.engine.node.Engine;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.manager.home.Home;
import org.millrace.processors.scheduling.SchedulingProcessor;
import org.millrace.routes.completion.ArchiveInput;
import org.millrace.routes.completion.CompletionRoutes;
import org.millrace.routes.completion.RetentionRoutes;
import org.millrace.routes.dropin.DropInRoutes;
import org.millrace.routes.intake.BucketWatch;
import org.millrace.routes.intake.MessageWindows;
import org.millrace.routes.logs.B2bLogs;
import org.millrace.routes.scheduling.SchedulingRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts what runs, in this order: the stages, the cycles that feed them, what brings work in.
 * Stops the other way round, after the tasks in hand have ended.
 */
final class Running implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private static final Duration SCHEDULING_PERIOD = Duration.ofMillis(200);
  private static final Duration COMPLETION_PERIOD = Duration.ofSeconds(1);
  private static final Duration RETENTION_PERIOD = Duration.ofSeconds(10);

  private final CamelContext camel;
  private final Stages stages;
  private final Engine engine;
  private final ObjectStore objects;
  private final Home home;
  private final Optional<BucketWatch> watch;
  private final Optional<Retention> retention;
  private final Streams streams;
  private volatile boolean running;

  /**
   * @param watch absent in a process that does not manage, as is {@code retention}
   * @param streams started where the watch is
   */
  Running(
      CamelContext camel,
      Stages stages,
      Engine engine,
      ObjectStore objects,
      Home home,
      Optional<BucketWatch> watch,
      Optional<Retention> retention,
      Streams streams) {
    this.camel = camel;
    this.stages = stages;
    this.engine = engine;
    this.objects = objects;
    this.home = home;
    this.watch = watch;
    this.retention = retention;
    this.streams = streams;
  }

  @Override
  public void start() {
    try {
      // 1. The stages: the bundled ones, then the user's.
      camel.addRoutes(new B2bLogs(objects));
      camel.start();
      DropInRoutes dropIns = new DropInRoutes(camel, stages, home.routes());
      dropIns.refresh();
      camel.addRoutes(DropInRoutes.watch(dropIns));
      // 2. This node: what an earlier life of it had in hand goes back.
      engine.start();
      sayIfDrained();
      if (watch.isPresent()) {
        manage();
        camel.addRoutes(watch.get());
        streams.start(camel);
      }
      running = true;
    } catch (Exception e) {
      throw new IllegalStateException("the routes did not start: " + e.getMessage(), e);
    }
  }

  /** It would look broken otherwise: a worker that was started and gets nothing. */
  private void sayIfDrained() {
    engine.drained().all().stream()
        .filter(each -> each.node().equals(engine.node()))
        .forEach(
            drain ->
                LOG.warn(
                    "Worker {} gets no work: {} drained it at {} (./millrace workers resume {})",
                    drain.node(),
                    drain.by(),
                    drain.since(),
                    drain.node()));
  }

  /** The cycles that decide, that end jobs and that remove what is old. */
  private void manage() throws Exception {
    Runnable schedule = SchedulingRoutes.nudge(camel);
    camel.addRoutes(
        new CompletionRoutes(
            engine.completion(),
            new ArchiveInput(objects),
            COMPLETION_PERIOD,
            engine::isLeader,
            schedule,
            engine::ended));
    if (retention.isPresent()) {
      camel.addRoutes(new RetentionRoutes(retention.get(), RETENTION_PERIOD, engine::isLeader));
    }
    camel.addRoutes(
        new SchedulingRoutes(
            new SchedulingProcessor(engine.dispatcher()),
            SCHEDULING_PERIOD,
            CompletionRoutes.nudge(camel)));
    camel.addRoutes(new MessageWindows(engine.messages(), engine::isLeader, schedule));
  }

  @Override
  public void stop() {
    running = false;
    streams.close();
    try {
      if (watch.isPresent()) {
        camel.getRouteController().stopRoute(BucketWatch.ROUTE_ID);
        camel.getRouteController().stopRoute("millrace-schedule-timer");
        camel.getRouteController().stopRoute("millrace-schedule");
      }
    } catch (Exception e) {
      LOG.warn("The routes did not stop in order: {}", e.toString());
    }
    engine.close();
    camel.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
