package org.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.millrace.engine.stage.Stages;

class RoutePipelinesTest {
  @Test
  void pipelinesAreReadWhileRoutesAreAdded() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Stages stages = new Stages(name -> Map.of(), () -> "table");
      camel.getRegistry().bind("stages", stages);
      camel.addRoutes(stage("first"));
      camel.start();

      CompletableFuture<Void> adding =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 150; n++) {
                  add(camel, n);
                }
              });
      int reads = 0;
      while (!adding.isDone() || reads == 0) {
        assertThat(new RoutePipelines(camel, stages).find("first")).isPresent();
        reads++;
      }
      adding.join();
      assertThat(new RoutePipelines(camel, stages).all()).hasSize(151);
    }
  }

  private static void add(DefaultCamelContext camel, int n) {
    try {
      camel.addRoutes(stage("more-" + n));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static RouteBuilder stage(String name) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:" + name).routeGroup(name).to("log:" + name + "?level=OFF");
      }
    };
  }
}
