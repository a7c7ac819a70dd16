package org.millrace.manager.wiring;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Retention;
import org.millrace.engine.node.DiskSpace;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.manager.ProcessRoles;
import org.millrace.manager.home.Home;
import org.millrace.manager.observe.RouteMetrics;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.processors.ReadObject;
import org.millrace.routes.Nudge;
import org.millrace.routes.intake.BucketWatch;
import org.millrace.routes.scheduling.SchedulingRoutes;
import org.millrace.scheduling.resource.Resources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine over its stores: those of the home, or those that the settings name. */
@Configuration(proxyBeanMethods = false)
public class EngineConfiguration {
  @Bean(destroyMethod = "close")
  Database database(Home home, SettingsFile settings, ProcessRoles roles) {
    return Stores.database(home, settings.get().stores(), roles);
  }

  @Bean
  ObjectStore objectStore(Home home, SettingsFile settings) {
    return Stores.objects(home, settings.get().stores());
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

  @Bean
  RouteMetrics routeMetrics() {
    return new RouteMetrics();
  }

  /** Started and stopped by {@link Running}. */
  @Bean(destroyMethod = "")
  CamelContext camelContext(ApplicationContext beans, RouteMetrics routes) {
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
    // What a route says itself is meant to be read; under its own name it would be left out, as
    // everything of other parts is that is no warning.
    camel.getGlobalOptions().put(Exchange.LOG_EIP_NAME, "org.millrace.route");
    camel.addRoutePolicyFactory(routes);
    camel.getShutdownStrategy().setTimeout(5);
    return camel;
  }

  @Bean
  DiskSpace diskSpace(Home home, SettingsFile settings) {
    return new DiskSpace(home.dir(), () -> settings.get().node().keepFree());
  }

  @Bean(destroyMethod = "")
  Engine engine(
      SettingsFile settings,
      Home home,
      ProcessRoles roles,
      DiskSpace disk,
      Database database,
      ObjectStore objects,
      CamelContext camel,
      Stages stages,
      Clock clock,
      ObjectProvider<TransportFactory> transports) {
    Nudge nudge = SchedulingRoutes.nudge(camel);
    return new Engine(
        node(settings.get())
            .withLease(settings.get().lease())
            .on(disk)
            .as(Stores.nodeName(home, settings.get().stores(), roles), roles.roles()),
        database,
        objects,
        camel,
        stages,
        settings.get().scheduler(),
        clock,
        nudge,
        transports.orderedStream().toList());
  }

  /** Writes down what this process sees of its tasks, whatever its roles are. */
  @Bean(initMethod = "start", destroyMethod = "close")
  AnalyticsRecorder analyticsRecorder(
      Engine engine, Database database, SettingsFile settings, Clock clock) {
    return new AnalyticsRecorder(
        engine.meter(),
        database,
        engine::isLeader,
        () -> settings.get().observe().statistics(),
        clock);
  }

  /** Nothing of it is loaded unless the settings name a collector. */
  @Bean(destroyMethod = "close")
  TraceLink traces(Engine engine, SettingsFile settings) {
    return TraceLink.of(engine, settings.get().observe().traces());
  }

  /** What the settings say of this machine, and for the rest what it has. */
  static EngineSettings node(Settings settings) {
    EngineSettings machine = EngineSettings.ofThisMachine();
    Resources capacity = settings.node().or(machine.capacity());
    int containers = settings.containers().orElse(EngineSettings.containersFor(capacity));
    return machine.withCapacity(capacity, containers);
  }

  @Bean
  Running running(
      CamelContext camel,
      Stages stages,
      Engine engine,
      ObjectStore objects,
      Home home,
      ObjectProvider<BucketWatch> watch,
      ObjectProvider<Retention> retention,
      ObjectProvider<Streams> streams) {
    return new Running(
        camel,
        stages,
        engine,
        objects,
        home,
        Optional.ofNullable(watch.getIfAvailable()),
        Optional.ofNullable(retention.getIfAvailable()),
        streams.getIfAvailable(() -> Streams.NONE));
  }
}
