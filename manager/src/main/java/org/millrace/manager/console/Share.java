package org.millrace.manager.console;

import org.millrace.scheduling.resource.Resources;

/**
 * An amount as shares of the cluster, 0 to 1 each.
 *
 * @param dominant the largest of them
 */
public record Share(double memory, double vcores, double network, double dominant) {
  static Share of(Resources amount, Resources cluster) {
    double memory = part(amount.memoryMb(), cluster.memoryMb());
    double vcores = part(amount.vcoresMilli(), cluster.vcoresMilli());
    double network = part(amount.networkBytesPerSecond(), cluster.networkBytesPerSecond());
    return new Share(memory, vcores, network, Math.max(memory, Math.max(vcores, network)));
  }

  private static double part(long amount, long whole) {
    return whole <= 0 ? 0 : Math.min(1, (double) amount / whole);
  }
}
