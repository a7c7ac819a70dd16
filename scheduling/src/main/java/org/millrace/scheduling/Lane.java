package org.millrace.scheduling;

import java.util.Comparator;

/** The waiting tasks of one stage in one queue: the unit to which capacity is granted. */
public record Lane(String queue, String stage) implements Comparable<Lane> {
  private static final Comparator<Lane> ORDER =
      Comparator.comparing(Lane::queue).thenComparing(Lane::stage);

  @Override
  public int compareTo(Lane other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return queue + "/" + stage;
  }
}
