package org.millrace.manager.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.simulate.Workload;
import org.millrace.scheduling.tree.Policy;

class WorkloadReaderTest {
  private static final String NODE = "{\"name\":\"n\",\"capacity\":{\"memoryMb\":4096}}";
  private static final String APP =
      "{\"id\":1,\"queue\":\"root.a\",\"taskTicks\":1,"
          + "\"requests\":[{\"size\":{\"memoryMb\":1024},\"count\":1}]}";

  @Test
  void everyErrorIsNamedWithItsPathInTheFile() {
    String queues = "{\"path\":\"root.a\",\"wieght\":2},{\"path\":\"root.x.y\"}";
    assertThatThrownBy(() -> WorkloadReader.read(workload(NODE, queues, APP + "," + APP), null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("queues[0].wieght: must be a known field (did you mean \"weight\"?)")
        .hasMessageContaining(
            "queues[1].path: must have its parent before it, was \"root.x.y\" (declare root.x first)")
        .hasMessageContaining(
            "applications[1].id: must be the only one of its id, was \"1\" (the other is"
                + " applications[0])");
  }

  @Test
  void aSettingThatCannotBeIsSaidOfItsPlace() {
    String queues = "{\"path\":\"root.a\",\"weight\":0}";
    assertThatThrownBy(() -> WorkloadReader.read(workload(NODE, queues, APP), null))
        .hasMessageContaining("queues[0].weight: must be above 0");
  }

  @Test
  void anUnknownQueueOrNodeHasASuggestion() {
    String app =
        APP.replace("root.a", "root.aa").replace("\"count\":1", "\"count\":1,\"nodes\":{\"m\":1}");
    assertThatThrownBy(
            () -> WorkloadReader.read(workload(NODE, "{\"path\":\"root.a\"}", app), null))
        .hasMessageContaining("applications[0].queue: must be a queue without queues below it")
        .hasMessageContaining("did you mean \"root.a\"?")
        .hasMessageContaining("applications[0].requests[0].nodes.m: must be one of the nodes'");
  }

  @Test
  void brokenJsonIsRefused() {
    assertThatThrownBy(() -> WorkloadReader.read("{\"ticks\":", null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must be JSON");
    assertThatThrownBy(() -> WorkloadReader.read("[1]", null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must be an object");
    assertThatThrownBy(() -> WorkloadReader.read("", null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must be JSON");
    assertThatThrownBy(() -> WorkloadReader.read("{\n\"ticks\": NaN}", null))
        .hasMessageContaining("must be JSON")
        .hasMessageContaining("line 2, column")
        .hasMessageNotContaining("Source");
    assertThatThrownBy(() -> WorkloadReader.read(workload(NODE, "", "") + "x", null))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> WorkloadReader.read(workload(NODE, "", "") + "{}", null))
        .hasMessageContaining("must be one JSON object");
  }

  @Test
  void whatNobodyCouldCountIsRefusedWithItsPlace() {
    String app =
        APP.replace("1024", "1000000000000").replace("\"count\":1", "\"count\":2147483647");
    assertThatThrownBy(
            () -> WorkloadReader.read(workload(NODE, "{\"path\":\"root.a\"}", app), null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("applications[0].requests[0]: must not be too much to count");
  }

  @Test
  void aFileThatWouldNotFitInMemoryIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.json");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(100 << 20);
    }
    assertThatThrownBy(() -> WorkloadReader.read(file, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must have at most 32 MB")
        .hasMessageContaining("large.json");
  }

  @Test
  void whatThePolicyDoesNotUseIsLeftOut() {
    String queues =
        "{\"path\":\"root.a\",\"capacity\":10,\"maxCapacity\":20,\"maxShare\":{\"memoryMb\":1}}";
    Workload fair = WorkloadReader.read(workload(NODE, queues, APP), Policy.FAIR);
    assertThat(fair.queues().get("root.a").maxCapacity()).isEqualByComparingTo("100");
    assertThat(fair.queues().get("root.a").maxShare().memoryMb()).isEqualTo(1);
    Workload capacity = WorkloadReader.read(workload(NODE, queues, APP), Policy.CAPACITY);
    assertThat(capacity.queues().get("root.a").maxCapacity()).isEqualByComparingTo("20");
    assertThat(capacity.queues().get("root.a").maxShare()).isEqualTo(Resources.UNLIMITED);
  }

  private static String workload(String nodes, String queues, String applications) {
    return "{\"policy\":\"fair\",\"ticks\":3,\"nodes\":[%s],\"queues\":[%s],\"applications\":[%s]}"
        .formatted(nodes, queues, applications);
  }
}
