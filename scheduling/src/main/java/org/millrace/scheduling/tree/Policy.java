package org.millrace.scheduling.tree;

/** How a queue orders its children. */
public enum Policy {
  /** The oldest application anywhere below goes first (patent point P3a). */
  FIFO,
  /** The queue that uses least of what it is guaranteed goes first (P3b). */
  CAPACITY,
  /** The queue furthest below its min share, then its weight, goes first (P3c, P6). */
  FAIR
}
