package org.millrace.manager.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Plain maps and lists from and to JSON; far quicker to load than binding to classes. */
final class Json {
  // A key of the contract is there even when it says nothing.
  private static final JSON PLAIN = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private Json() {}

  static Map<String, Object> object(String text) throws IOException {
    return PLAIN.mapFrom(text);
  }

  static String text(Object value) {
    try {
      return PLAIN.asString(value);
    } catch (IOException e) {
      throw new IllegalStateException("a map of plain values is JSON; indicates a bug", e);
    }
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Map<String, Object> object, String key) {
    Object value = object.get(key);
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> object, String key) {
    Object value = object.get(key);
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** Empty when it is absent or null. */
  static String text(Map<String, Object> object, String key) {
    Object value = object.get(key);
    return value == null ? "" : value.toString();
  }

  static long number(Map<String, Object> object, String key) {
    return object.get(key) instanceof Number number ? number.longValue() : 0;
  }

  static double fraction(Map<String, Object> object, String key) {
    return object.get(key) instanceof Number number ? number.doubleValue() : 0;
  }
}
