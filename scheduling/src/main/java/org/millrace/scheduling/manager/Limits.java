package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Resources;

/**
 * What the size of the cluster makes of a queue's settings.
 *
 * @param max what the queue itself never uses more of; its ancestors have limits of their own
 * @param yarn its capacity and max capacity as YARN has them, see {@link HoldingBack}
 * @param headroom the least of this queue's max, its ancestors' and the cluster
 * @param guaranteed its capacity down the path of the cluster, rounded down
 * @param guaranteedUnits the same as the capacity order compares it, by the {@link
 *     org.millrace.scheduling.resource.Measure}
 * @param guaranteedOrMinimumUnits the larger of that and the minimum allocation, in the same unit
 */
record Limits(
    Resources max,
    YarnParts yarn,
    Resources headroom,
    Resources guaranteed,
    Exact guaranteedUnits,
    Exact guaranteedOrMinimumUnits) {
  static final Limits NONE =
      new Limits(
          Resources.UNLIMITED,
          YarnParts.NONE,
          Resources.NONE,
          Resources.NONE,
          Exact.ZERO,
          Exact.ONE);
}
