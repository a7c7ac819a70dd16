package org.millrace.manager.api;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.settings.QueueDraft;
import org.millrace.manager.settings.SchedulerDefaults;
import org.millrace.scheduling.tree.QueuePath;

/** What a request says about a queue's settings, by field. */
final class QueueSettingsBody {
  private static final Set<String> SHARES = Set.of("minShare", "maxShare");
  private static final List<String> FIELDS =
      List.copyOf(QueueDraft.fields(SchedulerDefaults.SETTINGS, QueuePath.ROOT).keySet());

  private QueueSettingsBody() {}

  /** A null value unsets; amounts of a share stand in an object, or as {@code maxShare.memory}. */
  static Map<String, String> fields(Map<String, Object> body) {
    Map<String, String> fields = new LinkedHashMap<>();
    body.forEach((key, value) -> add(key, value, fields));
    if (fields.isEmpty()) {
      throw ApiException.refused(
          "settings", "must name one at least", "{}", "for example {\"weight\": 3}");
    }
    return fields;
  }

  private static void add(String key, Object value, Map<String, String> fields) {
    if (SHARES.contains(key) && value == null) {
      FIELDS.stream()
          .filter(each -> each.startsWith(key + "."))
          .forEach(each -> fields.put(each, null));
    } else if (SHARES.contains(key) && value instanceof Map<?, ?> amounts) {
      amounts.forEach((amount, each) -> add(key + "." + amount, each, fields));
    } else if (FIELDS.contains(key)) {
      fields.put(key, text(key, value));
    } else {
      throw ApiException.refused(
          "settings", "has no setting of this name", key, DidYouMean.remedy(key, FIELDS));
    }
  }

  private static String text(String key, Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).toPlainString();
    }
    throw ApiException.refused(
        "settings." + key,
        "must be a number, a text or null",
        value.toString(),
        "for example {\"weight\": 3}");
  }
}
