package org.millrace.manager.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.scheduling.simulate.Simulation;

/** Small workloads whose grants were worked out by hand: tick, application, queue, node. */
class HandWorkedWorkloadsTest {
  @ParameterizedTest
  @ValueSource(strings = {"fair-by-hand", "capacity-by-hand", "masters-by-hand"})
  void theGrantsAreThoseWorkedOutByHand(String name) throws IOException {
    List<String> grants = new ArrayList<>();
    new Simulation(
            WorkloadReader.read(resource(name + ".json"), null),
            grant ->
                grants.add(
                    "%d %d %s %s"
                        .formatted(grant.tick(), grant.application(), grant.queue(), grant.node())))
        .run();
    assertThat(grants).containsExactlyElementsOf(resource(name + ".expected").lines().toList());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        HandWorkedWorkloadsTest.class.getResourceAsStream("/simulation/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
