package org.millrace.manager;

import java.util.HashMap;
import java.util.Map;
import org.millrace.manager.home.Home;

/** How a process logs: briefly to the terminal, and to a file of the home that rolls. */
final class LogProperties {
  private LogProperties() {}

  /**
   * @param name of the file, without its ending
   * @param json a JSON object a line, to both
   */
  static Map<String, Object> of(Home home, String name, boolean json) {
    Map<String, Object> all = new HashMap<>(of(home, name));
    if (json) {
      // What is said of a task carries job, task, stage and queue as fields.
      all.put("logging.structured.format.console", "logstash");
      all.put("logging.structured.format.file", "logstash");
    }
    return all;
  }

  private static Map<String, Object> of(Home home, String name) {
    return Map.ofEntries(
        Map.entry("logging.level.root", "WARN"),
        // A line for every session and message.
        Map.entry("logging.level.org.apache.activemq.audit", "OFF"),
        // It complains of connections that are on their way at a stop.
        Map.entry("logging.level.com.zaxxer.hikari", "ERROR"),
        // Of a start that fails Main says why.
        Map.entry("logging.level.org.springframework.boot.SpringApplication", "OFF"),
        Map.entry("logging.level.org.millrace", "INFO"),
        Map.entry("logging.pattern.console", "%d{HH:mm:ss} %clr(%-5level){faint} %msg%n%wEx"),
        Map.entry("logging.file.name", home.logs().resolve(name + ".log").toString()),
        Map.entry("logging.logback.rollingpolicy.max-file-size", "10MB"),
        Map.entry("logging.logback.rollingpolicy.max-history", 7),
        Map.entry("logging.logback.rollingpolicy.total-size-cap", "100MB"));
  }
}
