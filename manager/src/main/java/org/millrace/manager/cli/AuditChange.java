package org.millrace.manager.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What an entry of the audit log says of before and after, in a line: only what differs. */
final class AuditChange {
  private static final int LONGEST = 100;

  private AuditChange() {}

  static String of(Map<String, Object> entry) {
    Map<?, ?> before = map(entry.get("before"));
    Map<?, ?> after = map(entry.get("after"));
    TreeSet<String> names = new TreeSet<>();
    // Of two that have nothing in common the second says what came of it.
    if (after.isEmpty() || !Collections.disjoint(before.keySet(), after.keySet())) {
      before.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    after.keySet().forEach(name -> names.add(String.valueOf(name)));
    List<String> changes = new ArrayList<>();
    for (String name : names) {
      if (!after.containsKey(name)) {
        // Where nothing is said of after, it is what was meant.
        changes.add(name + " " + said(before.get(name)) + (after.isEmpty() ? "" : " becomes -"));
      } else if (!before.containsKey(name)) {
        changes.add(name + " " + said(after.get(name)));
      } else if (!Objects.equals(before.get(name), after.get(name))) {
        changes.add(name + " " + said(before.get(name)) + " becomes " + said(after.get(name)));
      }
    }
    String line = String.join(", ", changes);
    return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
  }

  private static String said(Object value) {
    return value == null ? "-" : value instanceof String text ? text : Json.text(value);
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
