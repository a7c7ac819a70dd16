package org.millrace.manager.wiring;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.processors.ReadObject;
import org.millrace.routes.Nudge;
import org.millrace.routes.intake.BucketWatch;
import org.millrace.routes.scheduling.SchedulingRoutes;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine over the embedded defaults of a home: H2, folders, one node of this machine. */
@Configuration(proxyBeanMethods = false)
public class EngineConfiguration {
  @Bean(destroyMethod = "close")
  Database database(Home home) {
    return Database.embedded(home.db(), Runtime.getRuntime().availableProcessors() + 8);
  }

  @Bean
  FolderObjectStore objectStore(Home home) {
    return new FolderObjectStore(home.buckets());
  }

  /** For routes: opens the object that a pipeline's first stage gets. */
  @Bean
  ReadObject readObject(ObjectStore objects) {
    return new ReadObject(objects);
  }

  @Bean
  Stages stages(SettingsFile settings) {
    return new Stages(
        name -> settings.get().stages().getOrDefault(name, Map.of()),
        () -> settings.get().transport());
  }

  /** Started and stopped by {@link Running}. */
  @Bean(destroyMethod = "")
  CamelContext camelContext(ApplicationContext beans) {
    DefaultCamelContext camel = new DefaultCamelContext(false);
    camel.getCamelContextExtension().setName("millrace");
    camel
        .getCamelContextExtension()
        .setRegistry(new DefaultRegistry(new ApplicationContextBeanRepository(beans)));
    // The engine logs what becomes of a failed task; Camel's own report would say it again at
    // length.
    DefaultErrorHandlerBuilder quiet = new DefaultErrorHandlerBuilder();
    quiet.setLevel(LoggingLevel.OFF.name());
    quiet.logExhaustedMessageHistory(false);
    camel.getCamelContextExtension().setErrorHandlerFactory(quiet);
    // So that an error in a drop-in file says its line.
    camel.setSourceLocationEnabled(true);
    camel.getShutdownStrategy().setTimeout(5);
    return camel;
  }

  @Bean(destroyMethod = "")
  Engine engine(
      SettingsFile settings,
      Database database,
      ObjectStore objects,
      CamelContext camel,
      Stages stages,
      Clock clock,
      ObjectProvider<TransportFactory> transports) {
    EngineSettings machine = EngineSettings.ofThisMachine();
    Nudge nudge = SchedulingRoutes.nudge(camel);
    return new Engine(
        machine.withContainers(settings.get().containers().orElse(machine.containers())),
        database,
        objects,
        camel,
        stages,
        settings.get().scheduler(),
        clock,
        nudge,
        transports.orderedStream().toList());
  }

  /** Follows the settings; a change that the queues in use do not allow is refused. */
  @Bean
  Scheduler scheduler(Engine engine, SettingsFile settings) {
    Scheduler scheduler = engine.scheduler();
    settings.onChange(changed -> replace(scheduler, changed.scheduler()));
    return scheduler;
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

  @Bean
  Catalog catalog(Engine engine, Stages stages, CamelContext camel, SettingsFile settings) {
    return new RunningCatalog(engine.pipelines(), stages, camel, settings);
  }

  @Bean
  Running running(
      CamelContext camel, Engine engine, ObjectStore objects, Home home, BucketWatch watch) {
    return new Running(camel, engine, objects, home, watch);
  }
}
