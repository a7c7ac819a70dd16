package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Fair shares of whole trees are those of water poured into vessels: the level rises until the
 * water is used up; a vessel is as wide as the weight, never below its min and full at its max.
 */
class WaterFillingProperties {
  private static final long CLUSTER_MB = 100_000_000;
  private static final int HALVINGS = 200;

  @Property
  void sharesAreThoseOfWaterFillingWithinOneInTenThousand(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, QueueSettings> queues = new LinkedHashMap<>();
    grow(QueuePath.ROOT, 1, random, queues);
    ResourceManager manager =
        new ResourceManager(SchedulerSettings.of(Policy.FAIR, Resources.of(1, 0), queues));
    manager.addNode("n", "r", Resources.of(CLUSTER_MB, 0));
    List<String> working = new ArrayList<>();
    for (String path : queues.keySet()) {
      if (children(path, queues).isEmpty() && random.nextInt(4) > 0) {
        working.add(path);
        manager.submit(new Submission(working.size(), "u", path, Resources.NONE));
        manager.ask(working.size(), Ask.anywhere(1, Resources.of(1, 0), 1));
      }
    }

    Map<String, Long> shares = manager.fairSharesMb();

    Map<String, Double> expected = new LinkedHashMap<>();
    fill(QueuePath.ROOT, CLUSTER_MB, queues, working, expected);
    assertThat(shares.keySet()).containsExactlyInAnyOrderElementsOf(queues.keySet());
    shares.forEach(
        (path, share) -> {
          double exact = expected.getOrDefault(path, 0.0);
          // Whole megabytes on each of four levels are worth a few.
          assertThat((double) share).as(path).isCloseTo(exact, within(exact / 10_000 + 4));
        });
  }

  private static void grow(
      String parent, int level, Random random, Map<String, QueueSettings> queues) {
    int children = 1 + random.nextInt(4);
    for (int i = 0; i < children; i++) {
      QueueSettings.Builder queue = QueueSettings.builder().weight((1 + random.nextInt(50)) / 10.0);
      if (random.nextInt(3) == 0) {
        queue.minShare(Resources.of(random.nextInt(60_000_000), 0));
      }
      if (random.nextInt(3) == 0) {
        queue.maxShare(Resources.of(random.nextInt(60_000_000), 99));
      }
      String path = parent + ".q" + i;
      queues.put(path, queue.build());
      if (level < 4 && random.nextInt(3) == 0) {
        grow(path, level + 1, random, queues);
      }
    }
  }

  private static void fill(
      String parent,
      double water,
      Map<String, QueueSettings> queues,
      List<String> working,
      Map<String, Double> shares) {
    List<String> vessels =
        children(parent, queues).stream()
            .filter(path -> working.stream().anyMatch(leaf -> (leaf + ".").startsWith(path + ".")))
            .toList();
    double low = 0;
    double high = 10 * (water + 1);
    for (int i = 0; i < HALVINGS; i++) {
      double level = (low + high) / 2;
      double held = vessels.stream().mapToDouble(path -> held(queues.get(path), level)).sum();
      if (held < water) {
        low = level;
      } else {
        high = level;
      }
    }
    for (String path : vessels) {
      shares.put(path, held(queues.get(path), high));
      fill(path, shares.get(path), queues, working, shares);
    }
  }

  private static double held(QueueSettings queue, double level) {
    double min = queue.minShare().memoryMb();
    double max = Math.max(min, queue.maxShare().memoryMb());
    return Math.min(Math.max(queue.weight().doubleValue() * level, min), max);
  }

  private static List<String> children(String parent, Map<String, QueueSettings> queues) {
    return queues.keySet().stream()
        .filter(path -> QueuePath.parent(path).filter(parent::equals).isPresent())
        .toList();
  }
}
