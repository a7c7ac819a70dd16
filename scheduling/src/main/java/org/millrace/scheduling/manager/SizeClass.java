package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/**
 * Containers of one size that somebody asks for. There are as many as there are resource profiles
 * of stages, so that a walk can try each of them.
 */
final class SizeClass {
  final int index;
  final Resources size;
  int askers;
  // Whether an empty node could hold it, and for which change of the nodes that was found.
  boolean possible;
  long possibleAsOf = -1;

  SizeClass(int index, Resources size) {
    this.index = index;
    this.size = size;
  }
}
