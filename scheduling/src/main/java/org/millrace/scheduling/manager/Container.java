package org.millrace.scheduling.manager;

import org.millrace.scheduling.resource.Resources;

/** A granted container that has not ended, as {@link Containers} last told of it. */
final class Container {
  final long id;
  final App app;
  final Resources size;
  final NodeState node;
  boolean releasing;

  Container(long id, App app, Resources size, NodeState node, boolean releasing) {
    this.id = id;
    this.app = app;
    this.size = size;
    this.node = node;
    this.releasing = releasing;
  }
}
