package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.engine.BrokerProcess;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.engine.transport.push.PushTransport;

/** The broker's process is killed while a lane lies in one page file, in two, in many. */
class PagingBrokerChaosIT {
  private static final int TASKS = 800;
  private static final int KILLS = 5;
  private static final String BODY = "x".repeat(1024);

  @TempDir private Path folder;

  private final Queue<String> gathered = new ConcurrentLinkedQueue<>();

  @ParameterizedTest(name = "pages of {0} bytes")
  @ValueSource(ints = {4 << 20, 640 << 10, 16 << 10})
  void nothingIsLostOrCountedTwiceWhenTheBrokerIsKilledWhilePaging(int pageBytes) throws Exception {
    long seed = Long.getLong("millrace.chaos.seed", System.nanoTime());
    System.err.println("chaos: broker with pages of " + pageBytes + " bytes, seed " + seed);
    Random random = new Random(seed);
    PushTransport[] made = new PushTransport[1];
    try (BrokerProcess process = new BrokerProcess(folder, pageBytes)) {
      process.start();
      Broker broker =
          new Broker(
              () -> new BrokerAddress(process.url(), "u", "p"), () -> true, Duration.ofSeconds(10));
      TransportFactory push =
          parts -> {
            made[0] = new PushTransport(parts, broker, Optional.empty());
            return made[0];
          };
      try (EngineHarness harness =
          new EngineHarness(
              Databases.h2(),
              EngineHarness.settings(3),
              EngineHarness.FAIR,
              new EngineHarness.Ways(() -> PushTransport.NAME, List.of(push)),
              routes())) {
        long job = harness.open("fan", "k", "");
        for (int kill = 0; kill < KILLS; kill++) {
          cycleFor(harness, 200 + random.nextInt(800));
          process.kill();
          cycleFor(harness, random.nextInt(300));
          process.start();
        }
        await()
            .atMost(Duration.ofMinutes(5))
            .pollInterval(Duration.ofMillis(10))
            .until(
                () -> {
                  harness.cycle();
                  return harness.job(job).state().ended();
                });
        check(harness.job(job));
      } finally {
        made[0].close();
        broker.close();
      }
    }
  }

  private void check(Job job) {
    long lost = TASKS - gathered.stream().distinct().count();
    long twice = gathered.size() - gathered.stream().distinct().count();
    System.err.printf(
        "chaos: %d tasks, %d kills, lost %d, duplicated effects %d%n", TASKS, KILLS, lost, twice);
    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(lost).isZero();
    assertThat(twice).isZero();
    assertThat(job.stages())
        .allSatisfy(stage -> assertThat(stage.done()).isEqualTo(stage.created()));
  }

  private static void cycleFor(EngineHarness harness, int millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              harness.cycle();
              return System.nanoTime() - end > 0;
            });
  }

  private RouteBuilder routes() {
    List<String> bodies = IntStream.range(0, TASKS).mapToObj(i -> i + "-" + BODY).toList();
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:fan?maxAttempts=1000&backoff=10ms")
            .setBody(constant(bodies))
            .split(body())
            .to("stage:one");
        from("stage:one?batch=20&maxAttempts=1000&backoff=10ms").to("stage:two");
        from("stage:two?batch=20&maxAttempts=1000&backoff=10ms")
            .process(
                exchange -> {
                  String body = exchange.getMessage().getBody(String.class);
                  exchange.getMessage().setBody(body.substring(0, body.indexOf('-')));
                })
            .to("stage:gather");
        from("stage:gather?after=two&maxAttempts=1000&backoff=10ms")
            .process(
                exchange -> {
                  gathered.clear();
                  exchange
                      .getMessage()
                      .getBody(Iterable.class)
                      .forEach(each -> gathered.add("" + each));
                });
      }
    };
  }
}
