package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.StallingProxy;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.task.TaskContext;

/** A database that accepts what is asked and does not answer. */
class StalledDatabaseTest {
  private static final int TASKS = 200;

  private final AtomicInteger begun = new AtomicInteger();
  private final Map<String, Integer> settled = new ConcurrentHashMap<>();

  @Test
  void aNodeRestsWhileItsDatabaseDoesNotAnswerAndGoesOnWhenItDoes() throws Exception {
    Databases.Place place = Databases.postgresqlPlace();
    try (StallingProxy proxy = StallingProxy.to(place.port());
        EngineHarness manager =
            new EngineHarness(
                Database.open(pool(place.port(), place.name())),
                EngineHarness.settings(2).as("m1", Set.of(Role.MANAGER)),
                routes());
        Database theirs = Database.open(pool(proxy.port(), place.name()));
        Engine worker =
            new Engine(
                EngineHarness.settings(2).as("w1", Set.of(Role.WORKER)),
                theirs,
                manager.objects,
                manager.camel,
                manager.stages,
                EngineHarness.FAIR,
                java.time.Clock.systemUTC(),
                () -> {},
                List.of())) {
      worker.start();
      long job = manager.open("fan", "k", "");
      manager.runUntil(job, () -> begun.get() > 10);

      proxy.stall();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                manager.cycle();
                int before = begun.get();
                await().pollDelay(Duration.ofMillis(700)).until(() -> true);
                assertThat(begun.get()).as("nothing more is begun").isEqualTo(before);
              });
      assertThat(begun.get()).isLessThan(TASKS);
      await()
          .untilAsserted(
              () -> {
                manager.cycle();
                assertThat(manager.engine.nodes().live()).as("the others forget it").isEmpty();
              });

      proxy.goOn();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                manager.cycle();
                return manager.job(job).state() == JobState.COMPLETED;
              });
      assertThat(settled).as("one effect each").hasSize(TASKS).allSatisfy((k, n) -> one(n));
    }
  }

  private static void one(int count) {
    assertThat(count).isOne();
  }

  /** What was settled of {@code slow} goes to {@code count}, on the manager's side of the stall. */
  private RouteBuilder routes() {
    List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:fan").setBody(constant(numbers)).split(body()).to("stage:slow");
        from("stage:slow?batch=50&maxAttempts=1000&backoff=10ms")
            .process(
                exchange -> {
                  begun.incrementAndGet();
                  // As long as work takes.
                  java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
                })
            .to("stage:gather");
        from("stage:gather?after=slow")
            .process(
                exchange ->
                    exchange
                        .getMessage()
                        .getBody(Iterable.class)
                        .forEach(each -> settled.merge("" + each, 1, Integer::sum)))
            .process(exchange -> TaskContext.of(exchange).result("done.txt", out -> {}));
      }
    };
  }

  private static HikariDataSource pool(int port, String name) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + name);
    config.setUsername("postgres");
    config.setMaximumPoolSize(8);
    config.setConnectionTimeout(2000);
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "3");
    return new HikariDataSource(config);
  }
}
