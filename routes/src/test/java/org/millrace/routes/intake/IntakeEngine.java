package org.millrace.routes.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.millrace.engine.Json;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.JdbcMessageIntake;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A real ledger and its intake, for the pipeline {@code orders}; nothing is run. */
public final class IntakeEngine implements AutoCloseable {
  public final FolderObjectStore objects;
  public final Engine engine;
  private final Database db;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  public IntakeEngine(Path dir) throws Exception {
    db = Database.embedded(Files.createDirectories(dir.resolve("db")), 6);
    objects = new FolderObjectStore(Files.createDirectories(dir.resolve("buckets")));
    Stages stages = new Stages(name -> Map.of(), () -> "table");
    camel.getRegistry().bind("stages", stages);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:in").routeGroup("orders").to("log:in?level=OFF");
          }
        });
    QueueSettings any = QueueSettings.builder().template(QueueSettings.defaults()).build();
    engine =
        new Engine(
            EngineSettings.ofThisMachine(),
            db,
            objects,
            camel,
            stages,
            SchedulerSettings.of(
                Policy.FAIR, Resources.of(64, 0), Map.of("root", any, "root.partners", any)),
            Clock.systemUTC(),
            () -> {},
            java.util.List.of());
    camel.start();
  }

  /** Adds routes to the context that runs. */
  public void add(RouteBuilder routes) throws Exception {
    camel.addRoutes(routes);
  }

  public JdbcMessageIntake messages() {
    return engine.messages();
  }

  public List<Job> jobs() {
    return engine.ledger().list(new JobFilter(List.of(), 0, 500));
  }

  /** Bodies of the tasks that wait, in the order in which they came. */
  public List<String> bodies() {
    return db.jdbc()
        .sql("select body from task order by id")
        .query((row, n) -> new String(row.getBytes(1)))
        .list();
  }

  /** Headers of the tasks that wait. */
  public List<Map<String, Object>> headers() {
    return db.jdbc().sql("select headers from task order by id").query(String.class).list().stream()
        .map(each -> Json.<Map<String, Object>>read(each, new Headers()))
        .toList();
  }

  private static final class Headers
      extends com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>> {}

  @Override
  public void close() {
    camel.stop();
    engine.close();
    db.close();
  }
}
