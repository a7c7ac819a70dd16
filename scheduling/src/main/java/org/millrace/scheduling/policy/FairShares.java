package org.millrace.scheduling.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.millrace.scheduling.resource.Exact;

/**
 * Weighted max-min sharing with floors and ceilings (YARN's ComputeFairShares):
 *
 * <pre>share(R) = min(max(weight × R, min), max)</pre>
 *
 * where R is the smallest for which the shares add up to the total, or to the sum of the maxima
 * when that is less. Shares are whole numbers, so they can add up to a little more than the total,
 * by less than one for each claim: equal claims get equal shares. Exact: YARN bisects for R; here
 * the sum is swept along its corners, of which every claim has two, in n log n.
 */
public final class FairShares {
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

  private FairShares() {}

  /**
   * The share of each claim in their order; the minima even beyond the total.
   *
   * @throws ArithmeticException the weights add up to more than a long holds
   */
  public static long[] of(long total, List<Claim> claims) {
    if (spare(total, claims, Claim::max) >= 0) {
      return claims.stream().mapToLong(Claim::max).toArray();
    }
    long[] shares = claims.stream().mapToLong(Claim::min).toArray();
    // Less what is given whatever R is; above 0 until R is found.
    long spare = spare(total, claims, Claim::min);
    if (spare <= 0) {
      return shares;
    }
    long slope = 0;
    for (Corner corner : corners(claims)) {
      // slope × (amount ÷ weight) ≥ spare: the total is reached before this corner.
      if (slope > 0 && Exact.compareProducts(slope, corner.amount, spare, corner.weight) >= 0) {
        break;
      }
      spare = corner.begins ? spare + corner.amount : spare - corner.amount;
      slope = corner.begins ? Math.addExact(slope, corner.weight) : slope - corner.weight;
    }
    long lacking = total;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(claims.get(i), spare, slope);
      lacking -= shares[i];
    }
    addUp(shares, claims, lacking);
    return shares;
  }

  /** What the total is more than the sum; below 0 when it is less. */
  private static long spare(long total, List<Claim> claims, ToLongFunction<Claim> amount) {
    long spare = total;
    for (Claim claim : claims) {
      spare -= amount.applyAsLong(claim);
      if (spare < 0) {
        return -1;
      }
    }
    return spare;
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
    List<Corner> corners = new ArrayList<>();
    for (Claim claim : claims) {
      // Of very many queues most want nothing: a share that never grows has no corner.
      if (claim.min() < claim.max()) {
        corners.add(new Corner(claim.min(), claim.weight(), true));
        corners.add(new Corner(claim.max(), claim.weight(), false));
      }
    }
    corners.sort(Corner.BY_RATIO);
    return corners;
  }

  private static long share(Claim claim, long spare, long slope) {
    return Math.max(claim.min(), byWeight(claim, spare, slope));
  }

  /** The weight's part, up to the claim's max. */
  private static long byWeight(Claim claim, long spare, long slope) {
    if (Exact.compareProducts(spare, claim.weight(), claim.max(), slope) >= 0) {
      return claim.max();
    }
    long product = spare * claim.weight();
    return product >= 0 && Math.multiplyHigh(spare, claim.weight()) == 0
        ? product / slope
        : BigInteger.valueOf(spare)
            .multiply(BigInteger.valueOf(claim.weight()))
            .divide(BigInteger.valueOf(slope))
            .longValueExact();
  }
}
