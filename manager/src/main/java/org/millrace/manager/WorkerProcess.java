package org.millrace.manager;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.Engine;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.observe.Metrics;
import org.millrace.manager.observe.MetricsPort;
import org.millrace.manager.observe.RouteMetrics;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.StoreWait;
import org.millrace.manager.wiring.WorkerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A process that only works: the stages and a node, no API, no intake, no decisions. */
public final class WorkerProcess implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private final SettingsFile settings;
  private final ConfigurableApplicationContext context;
  private final Optional<MetricsPort> metrics;

  private WorkerProcess(
      SettingsFile settings,
      ConfigurableApplicationContext context,
      Optional<MetricsPort> metrics) {
    this.settings = settings;
    this.context = context;
    this.metrics = metrics;
  }

  /**
   * Starts and returns when the node has registered.
   *
   * @throws RefusedException there is no such system, or the settings are wrong
   */
  public static WorkerProcess start(WorkerOptions options, Set<String> formats) throws IOException {
    Home home = options.home();
    if (Files.notExists(home.settings())) {
      throw new RefusedException(
          new Problem(
              "--home",
              "must be the folder of a system, or have a millrace.yaml that names its stores",
              home.dir().toString(),
              "start the system with: millrace up --home " + home.dir()));
    }
    SettingsFile settings = SettingsFile.open(home.settings(), formats);
    StoreWait wait = StoreWait.usual();
    settings
        .get()
        .stores()
        .datasource()
        .ifPresentOrElse(wait::forDatabase, () -> wait.forSystem(home));
    SpringApplication application =
        new SpringApplication(EngineConfiguration.class, WorkerConfiguration.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setAddCommandLineProperties(false);
    Map<String, Object> properties =
        new HashMap<>(
            LogProperties.of(
                home,
                "worker-" + ProcessHandle.current().pid(),
                settings.get().observe().jsonLog()));
    properties.put("spring.main.keep-alive", true);
    application.setDefaultProperties(properties);
    application.addInitializers(
        context -> {
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(Home.class, () -> home);
          beans.registerBean(ProcessRoles.class, () -> options.roles());
          beans.registerBean(SettingsFile.class, () -> settings);
          beans.registerBean(Clock.class, () -> Clock.systemUTC());
        });
    ConfigurableApplicationContext context = application.run();
    try {
      WorkerProcess worker = new WorkerProcess(settings, context, metrics(options, context));
      settings.watch();
      return worker;
    } catch (RefusedException e) {
      context.close();
      throw e;
    }
  }

  private static Optional<MetricsPort> metrics(
      WorkerOptions options, ConfigurableApplicationContext context) throws IOException {
    if (options.metricsPort().isEmpty()) {
      return Optional.empty();
    }
    Metrics metrics =
        Metrics.ofWorker(
            context.getBean(Engine.class),
            context.getBean(AnalyticsRecorder.class),
            context.getBean(Database.class),
            context.getBean(RouteMetrics.class));
    MetricsPort port = MetricsPort.open(options.metricsPort().getAsInt(), metrics);
    LOG.info("Metrics are at http://127.0.0.1:{}/metrics", port.port());
    return Optional.of(port);
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  /** Where its metrics are; empty unless they were asked for. */
  public Optional<MetricsPort> metrics() {
    return metrics;
  }

  /** Lets the tasks in hand finish and gives the rest back. */
  @Override
  public void close() throws IOException {
    settings.close();
    metrics.ifPresent(MetricsPort::close);
    context.close();
  }
}
