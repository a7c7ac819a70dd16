package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/**
 * Containers of one size that somebody asks for or uses. There are as many as there are resource
 * profiles of stages, so that a walk can try each of them.
 */
final class SizeClass {
  final Resources size;
  int index;
  int askers;
  int containers;
  // Whether an empty node could hold it, and for which change of the nodes that was found.
  boolean possible;
  long possibleAsOf = -1;

  SizeClass(Resources size) {
    this.size = size;
  }
}
