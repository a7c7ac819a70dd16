package org.millrace.manager.api;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What is set for a queue and can be changed, as {@code millrace.yaml} calls it.
 *
 * @param maxApplications null for no limit
 * @param maxAmShare null for that of the parent
 */
record QueueSettingsView(
    BigDecimal weight,
    BigDecimal capacity,
    BigDecimal maxCapacity,
    Integer maxApplications,
    BigDecimal maxAmShare,
    Amounts minShare,
    Amounts maxShare) {

  /**
   * Each is null where nothing is set.
   *
   * @param memory with its unit, such as 512Mi
   * @param network bytes a second
   */
  record Amounts(String memory, BigDecimal vcores, Long network) {}

  /**
   * @param fields as {@link org.millrace.manager.settings.QueueDraft} names them
   */
  static QueueSettingsView of(Map<String, String> fields) {
    return new QueueSettingsView(
        number(fields, "weight"),
        number(fields, "capacity"),
        number(fields, "maxCapacity"),
        fields.get("maxApplications").isEmpty()
            ? null
            : Integer.valueOf(fields.get("maxApplications")),
        number(fields, "maxAmShare"),
        amounts(fields, "minShare."),
        amounts(fields, "maxShare."));
  }

  private static Amounts amounts(Map<String, String> fields, String prefix) {
    String memory = fields.get(prefix + "memory");
    String network = fields.get(prefix + "network");
    return new Amounts(
        memory.isEmpty() ? null : memory,
        number(fields, prefix + "vcores"),
        network.isEmpty() ? null : Long.valueOf(network));
  }

  private static BigDecimal number(Map<String, String> fields, String field) {
    return fields.get(field).isEmpty() ? null : new BigDecimal(fields.get(field));
  }
}
