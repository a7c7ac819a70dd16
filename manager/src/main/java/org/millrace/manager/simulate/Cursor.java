package org.millrace.manager.simulate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;

/**
 * A value of a JSON file and its path in it, such as {@code applications[3].id}. What is wrong is
 * noted, not thrown, so that everything wrong is found at once; a stand-in is returned then.
 */
final class Cursor {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000_000L);

  private final String path;
  private final Object value;
  private final List<Problem> problems;

  Cursor(String path, Object value, List<Problem> problems) {
    this.path = path;
    this.value = value;
    this.problems = problems;
  }

  /** Notes every field that is not one of these. */
  Cursor allow(Set<String> known) {
    for (String name : object().keySet()) {
      if (!known.contains(name)) {
        note(child(name), "must be a known field", "", DidYouMean.remedy(name, known));
      }
    }
    return this;
  }

  boolean has(String field) {
    return object().get(field) != null;
  }

  /** A field that may be absent; its value is null then. */
  Cursor get(String field) {
    return new Cursor(child(field), object().get(field), problems);
  }

  Cursor required(String field) {
    if (!has(field)) {
      note(child(field), "must be given", "", "");
    }
    return get(field);
  }

  /** Its elements; none when it is absent. */
  List<Cursor> elements() {
    List<Cursor> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        elements.add(new Cursor(path + "[" + i + "]", list.get(i), problems));
      }
    } else if (value != null) {
      note("must be a list", "such as [ … ]");
    }
    return elements;
  }

  /** The fields of an object whose names are not fixed. */
  List<Cursor> fields() {
    return object().entrySet().stream()
        .map(field -> new Cursor(child(field.getKey()), field.getValue(), problems))
        .toList();
  }

  /** The last part of its path. */
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  String text() {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    if (value != null) {
      note("must be a text that is not blank", "such as \"a\"");
    }
    return "";
  }

  /** A whole number within bounds; the least one when it is not. */
  long whole(long least, long most) {
    BigDecimal number = number(BigDecimal.valueOf(least), BigDecimal.valueOf(most));
    if (number.stripTrailingZeros().scale() > 0) {
      note("must be a whole number", "");
      return least;
    }
    return number.longValueExact();
  }

  BigDecimal amount() {
    return number(BigDecimal.ZERO, MOST);
  }

  BigDecimal number(BigDecimal least, BigDecimal most) {
    if (value == null) {
      return least;
    }
    BigDecimal number = null;
    if (value instanceof Integer || value instanceof Long) {
      number = BigDecimal.valueOf(((Number) value).longValue());
    } else if (value instanceof BigDecimal exact) {
      number = exact;
    } else if (value instanceof BigInteger large) {
      number = new BigDecimal(large);
    } else if (value instanceof Double inexact && Double.isFinite(inexact)) {
      number = BigDecimal.valueOf(inexact);
    }
    if (number == null || number.compareTo(least) < 0 || number.compareTo(most) > 0) {
      note("must be a number from " + least.toPlainString() + " to " + most.toPlainString(), "");
      return least;
    }
    return number;
  }

  void note(String rule, String remedy) {
    note(path, rule, value == null ? "" : String.valueOf(value), remedy);
  }

  String path() {
    return path;
  }

  private void note(String where, String rule, String was, String remedy) {
    problems.add(new Problem(where, rule, was, remedy));
  }

  private String child(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> object() {
    if (value instanceof Map<?, ?>) {
      return (Map<String, Object>) value;
    }
    return Map.of();
  }

  /** Notes it when this is there and is no object. */
  Cursor mustBeObject() {
    if (value != null && !(value instanceof Map<?, ?>)) {
      note("must be an object", "such as { … }");
    }
    return this;
  }
}
