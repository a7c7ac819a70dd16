package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;

class QueueSnapshotTest {
  private static final Resources SIZE = new Resources(1024, 1000, 1);

  private static QueueSnapshot queue(String path, QueueSnapshot... below) {
    return new QueueSnapshot(
        path, null, SIZE, SIZE, SIZE, SIZE, SIZE, 1, 0, false, false, List.of(below));
  }

  private final QueueSnapshot tree =
      queue("root", queue("root.a", queue("root.a.b")), queue("root.ab"));

  @Test
  void aQueueIsFoundByItsPathAlone() {
    assertThat(tree.find("root.a.b")).map(QueueSnapshot::path).contains("root.a.b");
    assertThat(tree.find("root.ab")).map(QueueSnapshot::path).contains("root.ab");
    assertThat(tree.find("root.a.bc")).isEmpty();
    assertThat(tree.find("roo")).isEmpty();
  }

  @Test
  void aQueueThatIsNotThereIsAddedBelowTheNearestAboveIt() {
    QueueSnapshot with = tree.with("root.a.c");

    assertThat(with.find("root.a").orElseThrow().children())
        .extracting(QueueSnapshot::path)
        .containsExactly("root.a.b", "root.a.c");
    assertThat(with.find("root.a.c").orElseThrow().onDemand()).isTrue();
    assertThat(with.find("root.a").orElseThrow().usage()).isEqualTo(SIZE);
  }

  @Test
  void whatIsThereOrStandsUnderNothingChangesNothing() {
    assertThat(tree.with("root.a.b")).isEqualTo(tree);
    assertThat(tree.with("root")).isEqualTo(tree);
    assertThat(tree.with("other.a")).isEqualTo(tree);
  }
}
