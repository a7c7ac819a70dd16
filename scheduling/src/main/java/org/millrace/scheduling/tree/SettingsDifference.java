package org.millrace.scheduling.tree;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;

/** Says in words how two settings differ. */
public final class SettingsDifference {
  private SettingsDifference() {}

  /**
   * One line a change, such as {@code root.acme: weight 1 becomes 2}; empty when nothing changes.
   */
  public static List<String> between(SchedulerSettings before, SchedulerSettings after) {
    List<String> lines = new ArrayList<>();
    compare("scheduler", before, after, Set.of("queues"), lines);
    Set<String> paths = new LinkedHashSet<>(before.queues().keySet());
    paths.addAll(after.queues().keySet());
    for (String path : paths) {
      QueueSettings old = before.queues().get(path);
      QueueSettings now = after.queues().get(path);
      if (old == now) {
        // So it is of all but the few that differ; a look at each field takes a while.
        continue;
      }
      if (old == null) {
        lines.add(path + ": is new");
        compare(path, QueueSettings.defaults(), now, Set.of(), lines);
      } else if (now == null) {
        lines.add(path + ": is removed");
      } else {
        compare(path, old, now, Set.of(), lines);
      }
    }
    return lines;
  }

  private static void compare(
      String subject, Record before, Record after, Set<String> except, List<String> lines) {
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      Object old = value(component, before);
      Object now = value(component, after);
      if (except.contains(component.getName()) || same(old, now)) {
        continue;
      }
      if (old instanceof QueueSettings from && now instanceof QueueSettings to) {
        compare(subject + ".*", from, to, Set.of(), lines);
      } else {
        Unit unit = Unit.of(component.getName());
        lines.add(
            "%s: %s %s becomes %s"
                .formatted(subject, unit.setting(), unit.word(old), unit.word(now)));
      }
    }
  }

  /** A field named after its unit is a setting without that, whose values have it. */
  private record Unit(String setting, String name) {
    private static final Map<String, String> BY_ENDING = Map.of("Millis", " ms", "Mb", " MB");

    static Unit of(String field) {
      return BY_ENDING.entrySet().stream()
          .filter(each -> field.endsWith(each.getKey()))
          .map(each -> new Unit(field.replace(each.getKey(), ""), each.getValue()))
          .findFirst()
          .orElse(new Unit(field, ""));
    }

    String word(Object value) {
      return SettingsDifference.word(value) + (value == null ? "" : name);
    }
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a public record can be read; indicates a bug", e);
    }
  }

  private static boolean same(Object old, Object now) {
    return old instanceof BigDecimal left && now instanceof BigDecimal right
        ? left.compareTo(right) == 0
        : Objects.equals(old, now);
  }

  private static String word(Object value) {
    if (value == null) {
      return "(unset)";
    }
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof QueueSettings) {
      return "(set)";
    }
    if (value instanceof Enum<?> word) {
      return word.name().toLowerCase(java.util.Locale.ROOT);
    }
    return Resources.UNLIMITED.equals(value) ? "unlimited" : value.toString();
  }
}
