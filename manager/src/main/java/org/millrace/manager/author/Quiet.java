package org.millrace.manager.author;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** What a command prints is its own words. */
final class Quiet {
  private Quiet() {}

  /** What Camel logs of a context that starts and of what fails there. */
  static void camel() {
    LoggingSystem.get(Quiet.class.getClassLoader()).setLogLevel(null, LogLevel.OFF);
  }
}
