package org.millrace.engine.task;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.engine.Json;

/**
 * The headers that travel with a message: plain values only, and none of Camel's own, which steer
 * components and must not come from what somebody sent.
 */
public final class Headers {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private Headers() {}

  /** Headers as they travelled; null are none. */
  public static Map<String, Object> read(String json) {
    return json == null ? new TreeMap<>() : Json.read(json, MAP);
  }

  /** Null when there are none. */
  static String write(Map<String, Object> headers) {
    Map<String, Object> kept = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (travels(name, value)) {
            kept.put(name, value);
          }
        });
    return kept.isEmpty() ? null : Json.write(kept);
  }

  /**
   * Headers as somebody outside gave them, without those that mean something here: Camel's and
   * Millrace's own, in whatever case, and what is no plain value.
   */
  public static Map<String, Object> fromOutside(Map<String, Object> headers) {
    Map<String, Object> kept = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          if (travels(name, value) && !name.toLowerCase(Locale.ROOT).startsWith("millrace")) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  private static boolean travels(String name, Object value) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.startsWith("camel")
        && !lower.startsWith("org.apache.camel")
        && (value instanceof String || value instanceof Number || value instanceof Boolean);
  }
}
