package org.millrace.benchmarks.scheduler.parity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random percentages and weights, round ones and odd ones. */
final class Percents {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Percents() {}

  /** So many that add up to 100. */
  static List<String> of(int count, boolean wide, Random random) {
    int decimals = wide ? random.nextInt(4) : 0;
    BigDecimal step =
        wide && random.nextBoolean() ? BigDecimal.ONE.movePointLeft(decimals) : new BigDecimal(5);
    int steps = HUNDRED.divide(step, RoundingMode.UNNECESSARY).intValueExact();
    // Thirds, and alike but for what is left over.
    boolean even = wide && random.nextInt(4) == 0;
    boolean zeros = wide && random.nextInt(10) == 0;
    List<Integer> parts = new ArrayList<>();
    int left = steps;
    for (int i = 0; i < count - 1; i++) {
      int most = left - (count - 1 - i);
      int part = even ? steps / count : 1 + random.nextInt(Math.max(1, most));
      part = zeros && random.nextBoolean() ? 0 : part;
      parts.add(part);
      left -= part;
    }
    parts.add(left);
    return parts.stream()
        .map(part -> step.multiply(BigDecimal.valueOf(part)).toPlainString())
        .toList();
  }

  /** A percentage of at least so much, and above 0. */
  static String most(String least, boolean wide, Random random) {
    BigDecimal from = new BigDecimal(least);
    if (!wide || random.nextBoolean()) {
      BigDecimal most = new BigDecimal(new int[] {60, 80, 100, 100, 100}[random.nextInt(5)]);
      return most.max(from).toPlainString();
    }
    BigDecimal more = HUNDRED.subtract(from).multiply(BigDecimal.valueOf(random.nextDouble()));
    BigDecimal most = from.add(more).setScale(random.nextInt(5), RoundingMode.CEILING).min(HUNDRED);
    return most.signum() == 0 ? "1" : most.toPlainString();
  }

  static String weight(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(1 + random.nextInt(50), 1).toPlainString();
      case 1 -> BigDecimal.valueOf(1 + random.nextInt(2000), 2).toPlainString();
      case 2 -> BigDecimal.valueOf(1 + random.nextInt(1_000_000), 6).toPlainString();
      default -> Integer.toString(1 + random.nextInt(1000));
    };
  }
}
