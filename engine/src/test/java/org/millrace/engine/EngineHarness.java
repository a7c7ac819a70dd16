package org.millrace.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.core.ConditionTimeoutException;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.node.DiskSpace;
import org.millrace.engine.node.Engine;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.node.Role;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A whole engine over a real database, whose cycles a test drives by hand. */
public final class EngineHarness implements AutoCloseable {
  /** Every queue is made on demand; all weigh alike. */
  public static final SchedulerSettings FAIR =
      SchedulerSettings.of(
          Policy.FAIR,
          Resources.of(64, 0),
          Map.of(
              "root", QueueSettings.builder().template(QueueSettings.defaults()).build(),
              "root.partners", QueueSettings.builder().template(QueueSettings.defaults()).build()));

  public final Database db;
  public final MemoryObjects objects = new MemoryObjects();
  public final DefaultCamelContext camel = new DefaultCamelContext();
  public final Stages stages;
  public final Engine engine;

  public EngineHarness(Database db, RoutesBuilder... routes) throws Exception {
    this(db, settings(2), routes);
  }

  public EngineHarness(Database db, EngineSettings settings, RoutesBuilder... routes)
      throws Exception {
    this(db, settings, FAIR, routes);
  }

  public EngineHarness(
      Database db, EngineSettings settings, SchedulerSettings scheduler, RoutesBuilder... routes)
      throws Exception {
    this(db, settings, scheduler, Ways.TABLE, routes);
  }

  /**
   * How tasks travel.
   *
   * @param name of stages that do not say it themselves; asked at every use
   * @param others transports besides the queue table
   */
  public record Ways(Supplier<String> name, List<TransportFactory> others) {
    public static final Ways TABLE = new Ways(() -> "table", List.of());
  }

  public EngineHarness(
      Database db,
      EngineSettings settings,
      SchedulerSettings scheduler,
      Ways ways,
      RoutesBuilder... routes)
      throws Exception {
    this.db = db;
    this.stages = new Stages(name -> Map.of(), ways.name());
    camel.getRegistry().bind("stages", stages);
    for (RoutesBuilder each : routes) {
      camel.addRoutes(each);
    }
    engine =
        new Engine(
            settings,
            db,
            objects,
            camel,
            stages,
            scheduler,
            Clock.systemUTC(),
            () -> {},
            ways.others());
    camel.start();
    engine.start();
  }

  /** A node for so many containers of the default size. */
  public static EngineSettings settings(int containers) {
    return new EngineSettings(
        "n1",
        new Resources(256L * containers, 500L * containers, 1L << 40),
        containers,
        Duration.ofSeconds(2),
        Set.of(Role.values()),
        DiskSpace.PLENTY);
  }

  /** Opens a job over a new object with this text. */
  public long open(String pipeline, String key, String text) throws IOException {
    ObjectRef input = objects.write("inbox", key, out -> out.write(text.getBytes()));
    return open(pipeline, input);
  }

  public long open(String pipeline, ObjectRef input) {
    return open(pipeline, "root.partners.acme", input);
  }

  public long open(String pipeline, String queue, ObjectRef input) {
    return engine
        .ledger()
        .open(
            new JobRequest(
                pipeline, queue, "acme", "acme", input, JobRequest.Disposal.KEEP, Map.of()))
        .jobId();
  }

  /** One scheduling cycle and the completion of what is ready. */
  public void cycle() throws IOException {
    engine.dispatcher().dispatch();
    List<Long> ready = engine.completion().ready();
    for (long id : ready) {
      engine.completion().publish(id);
    }
    engine.completion().complete(ready);
    List<Job> ended = engine.completion().untidied();
    for (Job job : ended) {
      engine.completion().removeIntermediate(job);
    }
    engine.completion().tidied(ended);
  }

  public Job job(long id) {
    return engine.ledger().find(id).orElseThrow();
  }

  /** Runs cycles until the job has this state. */
  public Job runUntil(long id, JobState state) {
    return runUntil(id, state.name(), () -> job(id).state() == state);
  }

  /** Runs cycles until something is so. */
  public Job runUntil(long id, BooleanSupplier so) {
    return runUntil(id, "as it should", so);
  }

  private Job runUntil(long id, String what, BooleanSupplier so) {
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                cycle();
                return so.getAsBoolean();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("job " + id + " did not become " + what + "\n" + dump(), e);
    }
    return job(id);
  }

  private String dump() {
    StringBuilder rows = new StringBuilder();
    for (String table :
        List.of("job", "job_stage", "lane", "lease", "task", "delayed_task", "progress")) {
      db.jdbc()
          .sql("select * from " + table)
          .query()
          .listOfRows()
          .forEach(row -> rows.append(table).append(' ').append(row).append('\n'));
    }
    return rows.toString();
  }

  @Override
  public void close() {
    engine.close();
    camel.stop();
    db.close();
  }
}
