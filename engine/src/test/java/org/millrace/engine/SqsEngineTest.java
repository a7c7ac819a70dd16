package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;

class SqsEngineTest extends EngineContract {
  private final LocalSqs.Way way = new LocalSqs.Way();

  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  EngineHarness.Ways ways() {
    return way.ways(LocalSqs.settings());
  }

  @Override
  @AfterEach
  void close() throws Exception {
    super.close();
    way.close();
  }

  @Test
  void aPipelineMixesTheTableAndSqs() throws Exception {
    Set<String> seen = new ConcurrentSkipListSet<>();
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:cut?transport=table")
                .setBody(constant(List.of("a", "b", "c")))
                .split(body())
                .to("stage:carry");
            from("stage:carry?transport=sqs").to("stage:keep");
            from("stage:keep?transport=table")
                .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)))
                .to("stage:count");
            from("stage:count?after=keep&transport=sqs").to("result:count.txt");
          }
        };
    try (EngineHarness mixed =
        new EngineHarness(
            Databases.h2(), EngineHarness.settings(2), EngineHarness.FAIR, ways(), routes)) {
      long id = mixed.open("cut", "k", "");
      mixed.runUntil(id, JobState.COMPLETED);

      assertThat(seen).containsExactly("a", "b", "c");
      assertThat(mixed.job(id).stages())
          .allSatisfy(stage -> assertThat(stage.done()).isEqualTo(stage.created()));
      mixed.cycle();
      for (String table : List.of("inbox", "outbox", "sqs_returned")) {
        assertThat(mixed.db.jdbc().sql("select count(*) from " + table).query(Long.class).single())
            .as(table)
            .isZero();
      }
    }
  }
}
