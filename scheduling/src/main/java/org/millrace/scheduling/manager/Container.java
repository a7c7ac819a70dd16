package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/** A granted container that has not ended. */
final class Container {
  final long id;
  final App app;
  final int priority;
  final Resources size;
  final NodeState node;
  boolean releasing;

  Container(long id, App app, int priority, Resources size, NodeState node) {
    this.id = id;
    this.app = app;
    this.priority = priority;
    this.size = size;
    this.node = node;
  }
}
