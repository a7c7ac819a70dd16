package org.millrace.manager;

import java.util.Map;
import org.millrace.manager.home.Home;

/** How a process logs: briefly to the terminal, and to a file of the home that rolls. */
final class LogProperties {
  private LogProperties() {}

  /**
   * @param name of the file, without its ending
   */
  static Map<String, Object> of(Home home, String name) {
    return Map.of(
        "logging.level.root", "WARN",
        "logging.level.org.millrace", "INFO",
        "logging.pattern.console", "%d{HH:mm:ss} %clr(%-5level){faint} %msg%n%wEx",
        "logging.file.name", home.logs().resolve(name + ".log").toString(),
        "logging.logback.rollingpolicy.max-file-size", "10MB",
        "logging.logback.rollingpolicy.max-history", 7,
        "logging.logback.rollingpolicy.total-size-cap", "100MB");
  }
}
