package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

class PackingProperties {
  private static final int MOST_BYTES = 100_000;
  private static final Map<String, Integer> MOST = Map.of("slow", 1, "quick", 7);

  @Property(tries = 200)
  void whatIsPackedIsUnpackedInItsOrderWithinJobAndLane(
      @ForAll long seed, @ForAll @IntRange(max = 60) int count) {
    List<Envelope> sent = some(new Random(seed), count);

    List<Packing.Row> rows = new Packing(MOST::get, MOST_BYTES).pack(sent);

    assertThat(byJobAndLane(rows.stream().flatMap(PackingProperties::unpacked).toList()))
        .isEqualTo(byJobAndLane(sent));
    for (Packing.Row each : rows) {
      assertThat(each.tasks()).isBetween(1, MOST.get(each.envelope().lane().stage()));
      if (each.tasks() > 1) {
        assertThat(each.envelope().task().body().bytes().length)
            .isLessThanOrEqualTo(MOST_BYTES + 24 * each.tasks());
      }
    }
  }

  private static java.util.stream.Stream<Envelope> unpacked(Packing.Row row) {
    return Packing.unpack(row.envelope().task(), row.tasks()).stream()
        .map(each -> new Envelope(row.envelope().lane(), each));
  }

  private static List<Envelope> some(Random random, int count) {
    List<Envelope> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] body = new byte[random.nextInt(10) == 0 ? 60_000 : random.nextInt(50)];
      random.nextBytes(body);
      Task task =
          new Task(
              0,
              new UUID(random.nextLong(), random.nextLong()),
              1 + random.nextInt(2),
              random.nextInt(8) == 0 ? 1 : 0,
              random.nextInt(8) == 0,
              random.nextBoolean() ? null : "{\"h\":\"ü" + i + "\"}",
              new Body(random.nextBoolean() ? "text/plain" : "application/json", body),
              List.of());
      all.add(new Envelope(new Lane("root.q", random.nextBoolean() ? "slow" : "quick"), task));
    }
    return all;
  }

  /** Tasks as text. */
  private static Map<String, List<String>> byJobAndLane(List<Envelope> envelopes) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Envelope each : envelopes) {
      Task task = each.task();
      found
          .computeIfAbsent(each.lane() + " " + task.jobId(), key -> new ArrayList<>())
          .add(
              task.uid()
                  + " "
                  + task.attempt()
                  + task.solo()
                  + task.headers()
                  + task.body().contentType()
                  + java.util.Arrays.hashCode(task.body().bytes()));
    }
    return found;
  }
}
