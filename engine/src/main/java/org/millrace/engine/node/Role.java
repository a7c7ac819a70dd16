package org.millrace.engine.node;

/** What a process does for the system. */
public enum Role {
  /** Takes part in deciding who gets capacity: of several, one at a time does. */
  MANAGER,
  /** Runs containers. */
  WORKER
}
