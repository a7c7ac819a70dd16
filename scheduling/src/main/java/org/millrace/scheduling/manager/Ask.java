package org.millrace.scheduling.manager;

import java.util.Map;
import org.millrace.scheduling.resource.Resources;

/**
 * Containers that an application wants.
 *
 * @param priority within the application: lower numbers are served first
 * @param size of each container; at least 1 MB
 * @param count how many more are wanted, beyond those granted; 0 withdraws the ask
 * @param nodes how many of them would best run on these nodes, by name
 * @param racks how many of them would best run in these racks, by name
 */
public record Ask(
    int priority,
    Resources size,
    long count,
    Map<String, Integer> nodes,
    Map<String, Integer> racks) {

  public Ask {
    if (size.memoryMb() < 1 || count < 0) {
      throw new IllegalArgumentException(
          "ask: must have a size of at least 1 MB and a count of at least 0, was %d of %s"
              .formatted(count, size));
    }
    nodes = Map.copyOf(nodes);
    racks = Map.copyOf(racks);
  }

  /** Containers that may run anywhere. */
  public static Ask anywhere(int priority, Resources size, long count) {
    return new Ask(priority, size, count, Map.of(), Map.of());
  }
}
