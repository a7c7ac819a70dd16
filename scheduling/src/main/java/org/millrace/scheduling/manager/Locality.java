package org.millrace.scheduling.manager;

/** How near a container runs to where its application wants it. */
public enum Locality {
  /** On a node that was asked for. */
  NODE,
  /** In a rack that was asked for. */
  RACK,
  /** Anywhere: nothing was asked for, or the application has waited long enough. */
  ANY
}
