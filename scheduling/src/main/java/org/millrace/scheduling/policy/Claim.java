package org.millrace.scheduling.policy;

/**
 * What one queue may claim of something to share, in the thing's own unit.
 *
 * @param weight above zero, in any unit that all claims share
 * @param min what it gets first, whatever the weights
 * @param max what it never gets more of; counts as {@code min} when below
 */
public record Claim(long weight, long min, long max) {
  public Claim {
    if (weight <= 0 || min < 0 || max < 0) {
      throw new IllegalArgumentException(
          "a claim needs a weight above 0 and amounts of at least 0, was %d, %d, %d"
              .formatted(weight, min, max));
    }
    max = Math.max(min, max);
  }
}
