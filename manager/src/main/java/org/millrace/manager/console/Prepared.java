package org.millrace.manager.console;

/** A page that somebody may open first. */
interface Prepared {
  /** Makes it once for nobody, with all that this needs. */
  void prepare();
}
