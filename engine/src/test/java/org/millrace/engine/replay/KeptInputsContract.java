package org.millrace.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.replay.KeptInputs.Input;
import org.millrace.engine.task.Emission;
import org.millrace.engine.task.Task;

/** What is kept of tasks, on every database. */
abstract class KeptInputsContract {
  private Database db;
  private KeptInputs kept;

  abstract Database database();

  /** Whether rows come as the key lies, so that a page's end ends the reading. */
  abstract boolean comesInOrder(String plan);

  @BeforeEach
  void open() {
    db = database();
    kept = new KeptInputs(db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static List<Task> tasks(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> Task.sent(7, Emission.of(new UUID(n * 0x9E3779B97F4A7C15L, n), "s", "b" + n)))
        .toList();
  }

  @Test
  void aTaskIsKeptOnceHoweverOftenItIsRun() {
    List<Task> tasks = tasks(20);
    kept.add(7, "s", tasks.subList(0, 12));
    kept.add(7, "s", tasks.subList(5, 20));
    kept.add(7, "s", tasks);
    kept.add(7, "other", tasks.subList(0, 1));

    assertThat(kept.count(7, "s")).isEqualTo(20);
    assertThat(kept.has(7, "s")).isTrue();
    assertThat(kept.has(8, "s")).isFalse();
  }

  @Test
  void whoRunsTheSameTasksAtOnceKeepsThemOnce() throws Exception {
    List<Task> tasks = tasks(200);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> adding = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        adding.add(workers.submit(() -> kept.add(7, "s", tasks)));
      }
      for (Future<?> each : adding) {
        each.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(kept.count(7, "s")).isEqualTo(200);
  }

  @Test
  void pagesHoldEachTaskOnceAndNothingIsSortedForThem() {
    kept.add(7, "s", tasks(5_000));
    List<UUID> seen = new ArrayList<>();
    UUID after = new UUID(0, 0);
    List<Input> page = kept.page(7, "s", after, 300);
    while (!page.isEmpty()) {
      page.forEach(each -> seen.add(each.uid()));
      page = kept.page(7, "s", seen.get(seen.size() - 1), 300);
    }
    // The first of all ids is a bound and never one of a task.
    assertThat(seen).hasSize(4_999).doesNotHaveDuplicates();

    db.jdbc().sql("analyze").update();
    Map<String, Object> params = Map.of("job", 7L, "stage", "s", "after", after, "limit", 300);
    List<String> plan =
        db.jdbc().sql("explain " + KeptInputs.PAGE).params(params).query(String.class).list();
    assertThat(String.join("\n", plan)).matches(this::comesInOrder);
  }
}
