package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.PushTransport;

/** An engine whose tasks travel by a broker. */
class PushEngineTest extends EngineContract {
  private static final int WORDS = 60;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private TestBroker server;
  private volatile String way = PushTransport.NAME;

  @BeforeEach
  void start() throws Exception {
    server = TestBroker.start();
    opened.push(server);
  }

  @AfterEach
  @Override
  void close() throws Exception {
    super.close();
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  EngineHarness.Ways ways() {
    Broker broker = server.inVm();
    opened.push(broker);
    TransportFactory factory =
        parts -> {
          PushTransport push = new PushTransport(parts, broker, Optional.empty());
          opened.push(push);
          return push;
        };
    return new EngineHarness.Ways(() -> way, List.of(factory));
  }

  @Test
  void aPipelineMayMixTransports() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (EngineHarness mixed = mixed(seen)) {
      long id = mixed.open("mixed", "k", "");
      mixed.runUntil(id, JobState.COMPLETED);
    }
    assertThat(seen).hasSize(WORDS).doesNotHaveDuplicates();
  }

  @Test
  void noTaskIsStrandedWhenTheSettingChangesWhileTasksWait() throws Exception {
    for (String later : List.of("table", PushTransport.NAME)) {
      way = later.equals("table") ? PushTransport.NAME : "table";
      Queue<String> seen = new ConcurrentLinkedQueue<>();
      try (EngineHarness engine = switching(seen)) {
        long id = engine.open("switching", "k", "");
        engine.runUntil(id, () -> !seen.isEmpty());
        way = later;
        engine.runUntil(id, JobState.COMPLETED);
      }
      assertThat(seen).as("to " + later).hasSize(WORDS).doesNotHaveDuplicates();
      // One engine at a time reads the settlements.
      opened.pop().close();
    }
  }

  private EngineHarness mixed(Queue<String> seen) throws Exception {
    return engine(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:cut?transport=table")
                .routeGroup("mixed")
                .process(exchange -> exchange.getMessage().setBody(words()))
                .split(body())
                .to("stage:there");
            from("stage:there?transport=push&batch=7").to("stage:back");
            from("stage:back?transport=table&batch=7").to("stage:again");
            from("stage:again?transport=push&batch=7")
                .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)))
                .to("stage:end");
            from("stage:end?after=again&transport=push").log("done");
          }
        });
  }

  private EngineHarness switching(Queue<String> seen) throws Exception {
    return engine(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:cut")
                .routeGroup("switching")
                .process(exchange -> exchange.getMessage().setBody(words()))
                .split(body())
                .to("stage:slow");
            from("stage:slow?batch=1&maxContainers=1")
                .delay(5)
                .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
          }
        });
  }

  private static List<String> words() {
    return IntStream.range(0, WORDS).mapToObj(Integer::toString).toList();
  }
}
