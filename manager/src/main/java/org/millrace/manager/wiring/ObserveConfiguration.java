package org.millrace.manager.wiring;

import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.Engine;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.transport.push.Broker;
import org.millrace.manager.home.Home;
import org.millrace.manager.observe.EventHub;
import org.millrace.manager.observe.Health;
import org.millrace.manager.observe.HealthCheck;
import org.millrace.manager.observe.HealthReport;
import org.millrace.manager.observe.Metrics;
import org.millrace.manager.observe.ObserveEndpoints;
import org.millrace.manager.observe.RouteMetrics;
import org.millrace.manager.settings.SettingsFile;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Health and metrics, in a process that manages. */
@Configuration(proxyBeanMethods = false)
@Import(ObserveEndpoints.class)
public class ObserveConfiguration {
  private static final long LITTLE_SPACE = 1L << 30;
  private static final long NO_SPACE = 100L << 20;
  private static final String LEADER =
      "select holder from leader where id = 1 and expires_at > current_timestamp";

  @Bean
  Metrics metrics(
      Engine engine,
      AnalyticsRecorder recorder,
      Database db,
      EventHub events,
      RouteMetrics routes) {
    return new Metrics(engine, recorder, db, events::listening, routes);
  }

  @Bean(destroyMethod = "close")
  HealthReport healthReport(
      Database db,
      ObjectStore objects,
      Home home,
      SettingsFile settings,
      ObjectProvider<BrokerConfiguration.Chosen> chosen,
      ObjectProvider<Broker> broker,
      ObjectProvider<SqsLink> sqs,
      Clock clock) {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(new HealthCheck("database", true, () -> database(db)));
    checks.add(new HealthCheck("objects", true, () -> objects(objects)));
    chosen.ifAvailable(
        each ->
            checks.add(new HealthCheck("broker", false, () -> broker(each, broker.getObject()))));
    sqs.ifAvailable(each -> checks.add(new HealthCheck("sqs", false, () -> sqs(each))));
    checks.add(new HealthCheck("leader", false, () -> leader(db)));
    checks.add(new HealthCheck("settings", false, () -> settings(settings)));
    checks.add(new HealthCheck("disk", false, () -> disk(home)));
    return new HealthReport(checks, clock);
  }

  private static Health database(Database db) {
    db.jdbc().sql("select 1").query(Integer.class).single();
    return Health.up(db.dialect().name());
  }

  private static Health objects(ObjectStore objects) throws Exception {
    objects.find("results", "health");
    return Health.up("answers");
  }

  /** The embedded one runs only once somebody has needed it. */
  private static Health broker(BrokerConfiguration.Chosen chosen, Broker broker) throws Exception {
    if (chosen.remote().isEmpty() && !chosen.embedded().runs()) {
      return Health.up("not started: nobody has needed it");
    }
    broker.session().close();
    return Health.up(chosen.remote().isPresent() ? "answers" : "the embedded one runs");
  }

  private static Health sqs(SqsLink link) {
    return link.answers() ? Health.up("answers") : Health.up("not started: nobody has needed it");
  }

  private static Health leader(Database db) {
    Optional<String> holder = db.jdbc().sql(LEADER).query(String.class).optional();
    return holder
        .map(name -> Health.up(name + " decides"))
        .orElse(
            Health.degraded(
                "no process decides who gets containers: nothing new begins until one with the role"
                    + " manager does"));
  }

  private static Health settings(SettingsFile settings) {
    return settings
        .refusal()
        .map(
            reason ->
                Health.degraded("millrace.yaml is refused, the settings before it hold: " + reason))
        .orElse(Health.up("in force"));
  }

  private static Health disk(Home home) throws Exception {
    long free = Files.getFileStore(home.dir()).getUsableSpace();
    String what = (free >> 20) + " MiB free in " + home.dir();
    if (free < NO_SPACE) {
      return Health.down(what + ": make room, or writing fails");
    }
    return free < LITTLE_SPACE ? Health.degraded(what + ": make room soon") : Health.up(what);
  }
}
