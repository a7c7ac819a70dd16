package org.millrace.scheduling.policy;

import org.millrace.scheduling.resource.Exact;

/** Compares what queues use by something each. */
final class Usage {
  private Usage() {}

  /** Compares usage ÷ divisor of the left with that of the right queue; exactly. */
  static int compare(Standing left, Exact leftBy, Standing right, Exact rightBy) {
    long leftUsed = left.used();
    long rightUsed = right.used();
    long leftDivisor = leftBy.small();
    long rightDivisor = rightBy.small();
    if ((leftUsed | rightUsed | leftDivisor | rightDivisor) >= 0) {
      return Exact.compareProducts(leftUsed, rightDivisor, rightUsed, leftDivisor);
    }
    return Exact.compareRatios(left.exactlyUsed(), leftBy, right.exactlyUsed(), rightBy);
  }
}
