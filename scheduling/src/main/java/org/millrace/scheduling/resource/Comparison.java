package org.millrace.scheduling.resource;

/** Which resources decide who is served first. Whatever decides, every limit holds for all. */
public enum Comparison {
  /** Memory alone, as YARN's FairSharePolicy and DefaultResourceCalculator. */
  MEMORY,
  /**
   * The resource of which most of the cluster is used (Ghodsi et al., Dominant Resource Fairness,
   * NSDI 2011).
   */
  DOMINANT
}
