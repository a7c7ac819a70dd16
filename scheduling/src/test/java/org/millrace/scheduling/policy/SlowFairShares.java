package org.millrace.scheduling.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.millrace.scheduling.resource.Exact;

/** {@link FairShares} in numbers of any size, without a shortcut: what it is compared with. */
final class SlowFairShares {
  /** Where a claim's share begins (at min ÷ weight) or ends (at max ÷ weight) to grow with R. */
  private record Corner(long amount, long weight, boolean begins) {
    static final Comparator<Corner> BY_RATIO =
        (left, right) ->
            Exact.compareProducts(left.amount, right.weight, right.amount, left.weight);
  }

  /** Where a claim's share next grows by one: at amount ÷ weight. */
  private record Step(int claim, long amount, long weight) {
    static final Comparator<Step> BY_RATIO =
        (left, right) ->
            Exact.compareProducts(left.amount, right.weight, right.amount, left.weight);
  }

  private SlowFairShares() {}

  /** The share of each claim in their order; the minima even beyond the total. */
  static long[] of(long total, List<Claim> claims) {
    long[] shares = claims.stream().mapToLong(Claim::min).toArray();
    BigInteger fixed = sum(shares);
    BigInteger target = BigInteger.valueOf(total);
    if (fixed.compareTo(target) >= 0) {
      return shares;
    }
    BigInteger slope = BigInteger.ZERO;
    for (Corner corner : corners(claims)) {
      BigInteger amount = BigInteger.valueOf(corner.amount);
      BigInteger weight = BigInteger.valueOf(corner.weight);
      // fixed + slope × (amount ÷ weight) ≥ target: the total is reached before this corner.
      BigInteger reached = fixed.multiply(weight).add(slope.multiply(amount));
      if (slope.signum() > 0 && reached.compareTo(target.multiply(weight)) >= 0) {
        break;
      }
      fixed = corner.begins ? fixed.subtract(amount) : fixed.add(amount);
      slope = corner.begins ? slope.add(weight) : slope.subtract(weight);
    }
    if (slope.signum() == 0) {
      return claims.stream().mapToLong(Claim::max).toArray();
    }
    BigInteger left = target.subtract(fixed);
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(claims.get(i), left, slope);
    }
    addUp(shares, claims, target.subtract(sum(shares)).longValueExact());
    return shares;
  }

  /** Rounded down they lack less than one each: R goes on until they add up. */
  private static void addUp(long[] shares, List<Claim> claims, long lacking) {
    PriorityQueue<Step> steps = new PriorityQueue<>(Step.BY_RATIO);
    for (int i = 0; i < shares.length; i++) {
      addStep(i, shares, claims, steps);
    }
    while (lacking > 0) {
      Step reached = steps.peek();
      // All that stand at this R grow together.
      while (!steps.isEmpty() && Step.BY_RATIO.compare(steps.peek(), reached) == 0) {
        int claim = steps.poll().claim;
        shares[claim]++;
        lacking--;
        addStep(claim, shares, claims, steps);
      }
    }
  }

  private static void addStep(
      int claim, long[] shares, List<Claim> claims, PriorityQueue<Step> steps) {
    if (shares[claim] < claims.get(claim).max()) {
      steps.add(new Step(claim, shares[claim] + 1, claims.get(claim).weight()));
    }
  }

  private static List<Corner> corners(List<Claim> claims) {
    List<Corner> corners = new ArrayList<>(2 * claims.size());
    for (Claim claim : claims) {
      corners.add(new Corner(claim.min(), claim.weight(), true));
      corners.add(new Corner(claim.max(), claim.weight(), false));
    }
    corners.sort(Corner.BY_RATIO);
    return corners;
  }

  private static long share(Claim claim, BigInteger left, BigInteger slope) {
    BigInteger byWeight = left.multiply(BigInteger.valueOf(claim.weight())).divide(slope);
    return byWeight
        .max(BigInteger.valueOf(claim.min()))
        .min(BigInteger.valueOf(claim.max()))
        .longValueExact();
  }

  private static BigInteger sum(long[] amounts) {
    BigInteger sum = BigInteger.ZERO;
    for (long amount : amounts) {
      sum = sum.add(BigInteger.valueOf(amount));
    }
    return sum;
  }
}
