package org.millrace.processors.logs.format;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Under which names JSON lines and CSV carry what the summary needs; case does not matter. */
final class FieldNames {
  static final List<String> TIME =
      List.of("timestamp", "@timestamp", "time", "ts", "datetime", "date");
  static final List<String> OUTCOME = List.of("level", "severity", "lvl", "loglevel", "status");
  static final List<String> BYTES = List.of("bytes", "size", "bytes_sent", "body_bytes_sent");

  /** A longer outcome is no level or status, and every group would carry it. */
  static final int MAX_OUTCOME = 1024;

  private static final int LONGEST = "body_bytes_sent".length();
  private static final Map<String, Place> PLACES = places();

  private FieldNames() {}

  /** What a field is taken for. */
  enum Use {
    TIME,
    OUTCOME,
    BYTES
  }

  /** The use of a name and its rank among the names of that use, 0 being the one that wins. */
  record Place(Use use, int rank) {}

  private static Map<String, Place> places() {
    Map<String, Place> places = new HashMap<>();
    TIME.forEach(name -> places.put(name, new Place(Use.TIME, TIME.indexOf(name))));
    OUTCOME.forEach(name -> places.put(name, new Place(Use.OUTCOME, OUTCOME.indexOf(name))));
    BYTES.forEach(name -> places.put(name, new Place(Use.BYTES, BYTES.indexOf(name))));
    return Map.copyOf(places);
  }

  /** Null for a name that means nothing to a summary. */
  static Place place(String name) {
    Place place = PLACES.get(name);
    return place != null || name.length() > LONGEST
        ? place
        : PLACES.get(name.toLowerCase(Locale.ROOT));
  }
}
