package org.millrace.engine;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.Steering;
import org.millrace.engine.control.User;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.TaskContext;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A small system that a test steers as a person does. */
abstract class Steered {
  static final User ADMIN = new User("admin", Set.of(), true);
  static final String ACME = "root.partners.acme";
  static final String GLOBEX = "root.partners.globex";

  Database db;
  EngineHarness harness;
  Steering steering;

  abstract Database database();

  @BeforeEach
  void open() {
    db = database();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  /**
   * fan → (n tasks) count → after, and a sum at the end. What is counted waits for the latch, and
   * each third task fails at first.
   */
  static RouteBuilder counting(int tasks, ConcurrentLinkedQueue<String> seen, CountDownLatch go) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        // Otherwise Camel reports each first attempt at length.
        errorHandler(noErrorHandler());
        from("stage:fan")
            .routeGroup("fan-out")
            .process(
                exchange -> {
                  String name = exchange.getMessage().getBody(ObjectRef.class).key();
                  exchange
                      .getMessage()
                      .setBody(IntStream.range(0, tasks).mapToObj(i -> name + i).toList());
                })
            .split(body())
            .to("stage:count");
        from("stage:count?batch=5&backoff=5ms")
            .process(
                exchange -> {
                  String name = exchange.getMessage().getBody(String.class);
                  if (name.endsWith("3") && TaskContext.of(exchange).attempt() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  seen.add(name);
                  go.await();
                })
            .to("stage:after");
        from("stage:after?batch=7").setBody(constant("1")).to("stage:sum");
        from("stage:sum?after=after")
            .process(exchange -> TaskContext.of(exchange).result("sum.txt", out -> out.write('x')));
      }
    };
  }

  static RouteBuilder holding(CountDownLatch go) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:hold").process(exchange -> go.await());
      }
    };
  }

  /** Queues for one active job, for many, and for one job in all below. */
  static SchedulerSettings small() {
    return SchedulerSettings.of(
        Policy.FAIR,
        Resources.of(64, 0),
        Map.of(
            "root.small", QueueSettings.builder().maxAmShare(0.125).build(),
            "root.wide", QueueSettings.builder().maxAmShare(1).build(),
            "root.one",
                QueueSettings.builder()
                    .maxApplications(1)
                    .template(QueueSettings.defaults())
                    .build()));
  }

  void start(SchedulerSettings settings, RouteBuilder routes) throws Exception {
    harness = new EngineHarness(db, EngineHarness.settings(2), settings, routes);
    steering =
        new Steering(harness.engine.ledger(), harness.engine.scheduler(), QueueMarks.drained(db));
  }

  void restart(SchedulerSettings settings, RouteBuilder routes) throws Exception {
    harness.engine.close();
    harness.camel.stop();
    start(settings, routes);
  }

  long openFanOut(String key, String queue) throws IOException {
    return open("fan-out", queue, key);
  }

  long open(String pipeline, String queue, String key) throws IOException {
    return harness.open(pipeline, queue, harness.objects.write("inbox", key, out -> {}));
  }

  boolean cycled() throws IOException {
    harness.cycle();
    return true;
  }

  StageProgress stage(long job, String name) {
    return harness.job(job).stages().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  QueueSnapshot queue(String path) {
    return harness.engine.scheduler().queues().children().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  long rows(String table) {
    return db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  static RefusalException refused(Runnable action) {
    return catchThrowableOfType(RefusalException.class, action::run);
  }
}
