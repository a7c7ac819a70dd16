package org.millrace.manager.wiring;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.Accepted;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobRuns;
import org.millrace.engine.ledger.Retention;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.api.Workers;
import org.millrace.manager.console.RouteBook;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.routes.scheduling.SchedulingRoutes;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people and clients see and change, in a process that manages. */
@Configuration(proxyBeanMethods = false)
public class ManagerConfiguration {
  /** Follows the settings; a change that the queues in use do not allow is refused. */
  @Bean
  Scheduler scheduler(Engine engine, SettingsFile settings) {
    Scheduler scheduler = engine.scheduler();
    scheduler.masters(settings.get().masters());
    scheduler.places(places(settings.get()));
    settings.onChange(
        changed -> {
          replace(scheduler, changed.scheduler());
          scheduler.masters(changed.masters());
          scheduler.places(places(changed));
          EngineSettings node = EngineConfiguration.node(changed);
          engine.resize(node.capacity(), node.containers());
        });
    return scheduler;
  }

  @Bean
  Waits waits(Engine engine) {
    return engine.waits();
  }

  private static Map<String, List<String>> places(Settings settings) {
    Map<String, List<String>> places = new HashMap<>();
    settings.sources().forEach((name, source) -> places.put(name, source.near()));
    return places;
  }

  private static void replace(Scheduler scheduler, SchedulerSettings settings) {
    try {
      scheduler.replace(settings);
    } catch (InvalidSettingsException e) {
      throw new RefusedException(
          e.problems().stream()
              .map(
                  each ->
                      new Problem(
                          "millrace.yaml: " + each.queue(),
                          (each.setting() + " " + each.rule()).strip(),
                          each.value(),
                          each.remedy()))
              .toList());
    }
  }

  @Bean
  JobLedger jobLedger(Engine engine, CamelContext camel) {
    return new NudgingLedger(engine.ledger(), SchedulingRoutes.nudge(camel));
  }

  /** What comes in is acted on at once. */
  @Bean
  MessageIntake messageIntake(Engine engine, CamelContext camel) {
    Runnable nudge = SchedulingRoutes.nudge(camel);
    return (source, deliveries) -> {
      List<Accepted> accepted = engine.messages().accept(source, deliveries);
      nudge.run();
      return accepted;
    };
  }

  @Bean
  Catalog catalog(Engine engine, Stages stages, CamelContext camel, SettingsFile settings) {
    return new RunningCatalog(engine.pipelines(), stages, camel, settings);
  }

  @Bean
  RouteBook routeBook(Engine engine, Stages stages, CamelContext camel) {
    return new RunningRoutes(engine.pipelines(), stages, camel);
  }

  @Bean
  DeadLetters deadLetters(Engine engine) {
    return engine.deadLetters();
  }

  @Bean
  JobRuns jobRuns(Engine engine) {
    return engine.runs();
  }

  @Bean
  JobReplays jobReplays(Engine engine) {
    return engine.replays();
  }

  @Bean
  Retention retention(Database database, ObjectStore objects, SettingsFile settings, Clock clock) {
    return new Retention(database, objects, () -> settings.get().retention(), clock);
  }

  @Bean
  Workers workers(Engine engine) {
    return new RunningWorkers(engine);
  }
}
