package org.millrace.manager.settings;

import java.util.List;
import java.util.function.Function;

/** A stage option that settings may override, and the rule for its value. */
enum StageOption {
  MEMORY("memory", Units::size, "must be a positive size, for example 256Mi"),
  VCORES("vcores", Units::share, "must be a positive number of cores, for example 0.5"),
  NETWORK("network", Units::size, "must be a positive size a second, for example 10Mi"),
  BATCH("batch", Units::count, "must be a whole number from 1"),
  MAX_ATTEMPTS("maxAttempts", Units::count, "must be a whole number from 1"),
  BACKOFF("backoff", Units::duration, "must be a duration with a unit, for example 2s"),
  TIMEOUT("timeout", Units::duration, "must be a duration with a unit, for example 10m"),
  MAX_CONTAINERS("maxContainers", Units::count, "must be a whole number from 1"),
  AFTER("after", StageOption::text, "must be the name of a stage"),
  TRANSPORT("transport", StageOption::transport, "must be table, push or sqs"),
  KEEP_INPUTS("keepInputs", one("true", "false"), "must be true or false"),
  ISOLATION("isolation", one("thread", "process"), "must be thread or process");

  final String key;
  final Function<String, ?> parse;
  final String rule;

  StageOption(String key, Function<String, ?> parse, String rule) {
    this.key = key;
    this.parse = parse;
    this.rule = rule;
  }

  private static String text(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(value);
    }
    return value;
  }

  static String transport(String value) {
    return one("table", "push", "sqs").apply(value);
  }

  private static Function<String, String> one(String... allowed) {
    return value -> {
      if (!List.of(allowed).contains(value)) {
        throw new IllegalArgumentException(value);
      }
      return value;
    };
  }
}
