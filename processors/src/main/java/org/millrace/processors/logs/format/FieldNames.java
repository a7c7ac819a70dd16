package org.millrace.processors.logs.format;

import java.util.List;
import java.util.Locale;

/** Under which names JSON lines and CSV carry what the summary needs; case does not matter. */
final class FieldNames {
  static final List<String> TIME =
      List.of("timestamp", "@timestamp", "time", "ts", "datetime", "date");
  static final List<String> OUTCOME = List.of("level", "severity", "lvl", "loglevel", "status");
  static final List<String> BYTES = List.of("bytes", "size", "bytes_sent", "body_bytes_sent");

  /** A longer outcome is no level or status, and every group would carry it. */
  static final int MAX_OUTCOME = 1024;

  private FieldNames() {}

  /** Rank of the name among the names, 0 being the one that wins; -1 when it is none of them. */
  static int rank(List<String> names, String name) {
    int rank = names.indexOf(name);
    return rank >= 0 ? rank : names.indexOf(name.toLowerCase(Locale.ROOT));
  }
}
