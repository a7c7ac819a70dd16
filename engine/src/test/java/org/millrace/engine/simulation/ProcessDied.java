package org.millrace.engine.simulation;

/** Ends every thread of a process that was killed; an error, so that nothing handles it. */
final class ProcessDied extends Error {
  private static final long serialVersionUID = 1;

  ProcessDied(String process) {
    super(process, null, false, false);
  }
}
