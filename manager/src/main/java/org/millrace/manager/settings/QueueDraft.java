package org.millrace.manager.settings;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Other settings for one queue, tried out before they are written into the file: read as the file
 * is read, refused as it would be.
 *
 * @param settings of the whole tree as they would be
 * @param yaml the lines for {@code millrace.yaml}; empty when nothing is changed
 */
public record QueueDraft(SchedulerSettings settings, String yaml) {
  private static final List<String> PLAIN =
      List.of("weight", "capacity", "maxCapacity", "maxApplications");
  private static final List<String> SHARES = List.of("minShare", "maxShare");
  private static final List<String> AMOUNTS = List.of("memory", "vcores", "network");

  /** What can be changed, with the values in force; empty where nothing is set. */
  public static Map<String, String> fields(SchedulerSettings now, String path) {
    QueueSettings queue = now.queues().getOrDefault(path, QueueSettings.defaults());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("weight", number(queue.weight()));
    fields.put("capacity", number(queue.capacity()));
    fields.put("maxCapacity", number(queue.maxCapacity()));
    fields.put(
        "maxApplications",
        queue.maxApplications() == null ? "" : queue.maxApplications().toString());
    amounts("minShare", queue.minShare(), Resources.NONE, fields);
    amounts("maxShare", queue.maxShare(), Resources.UNLIMITED, fields);
    return fields;
  }

  /**
   * @param given values by field; those that are blank or in force already change nothing
   * @throws RefusedException with everything that is wrong
   */
  public static QueueDraft of(SchedulerSettings now, String path, Map<String, String> given) {
    Map<String, String> changed = new LinkedHashMap<>();
    fields(now, path)
        .forEach(
            (field, value) -> {
              String text = given.getOrDefault(field, "").strip();
              if (!text.isEmpty() && !text.equals(value)) {
                changed.put(field, text);
              }
            });
    if (changed.isEmpty()) {
      return new QueueDraft(now, "");
    }
    String lines = lines(changed);
    QueueSettings before = now.queues().getOrDefault(path, QueueSettings.defaults());
    Map<String, QueueSettings> queues = new LinkedHashMap<>(now.queues());
    queues.put(path, read(lines, before));
    return new QueueDraft(with(now, queues), file(path, lines));
  }

  private static QueueSettings read(String lines, QueueSettings before) {
    List<Problem> problems = new ArrayList<>();
    Section section =
        new Section(
            "change", "", new Yaml(new LoaderOptions()).compose(new StringReader(lines)), problems);
    QueueSettings read = new QueueReader(section).read(before);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    // Lists are read as a whole, and none stand here: those in force stay.
    return new QueueSettings(
        read.weight(),
        read.minShare(),
        read.maxShare(),
        read.capacity(),
        read.maxCapacity(),
        read.maxApplications(),
        read.maxAmShare(),
        before.submit(),
        before.administer(),
        read.policy(),
        read.preemption(),
        read.nodeLocalityDelay(),
        read.smallQueueMb(),
        read.template());
  }

  private static SchedulerSettings with(SchedulerSettings now, Map<String, QueueSettings> queues) {
    try {
      return new SchedulerSettings(
          now.policy(), now.comparison(), now.minAllocation(), now.preemptionWaitMillis(), queues);
    } catch (InvalidSettingsException e) {
      throw new RefusedException(
          e.problems().stream()
              .map(
                  each ->
                      new Problem(
                          (each.queue() + " " + each.setting()).strip(),
                          each.rule(),
                          each.value(),
                          each.remedy()))
              .toList());
    }
  }

  /** As YAML, a line a key. */
  private static String lines(Map<String, String> changed) {
    StringBuilder lines = new StringBuilder();
    PLAIN.stream()
        .filter(changed::containsKey)
        .forEach(
            key -> lines.append(key).append(": ").append(scalar(changed.get(key))).append('\n'));
    for (String share : SHARES) {
      Map<String, String> amounts = new TreeMap<>();
      AMOUNTS.forEach(
          amount -> {
            String text = changed.get(share + "." + amount);
            if (text != null) {
              amounts.put(amount, scalar(text));
            }
          });
      if (!amounts.isEmpty()) {
        lines.append(share).append(": {");
        lines.append(
            String.join(
                ", ",
                amounts.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .toList()));
        lines.append("}\n");
      }
    }
    return lines.toString();
  }

  private static String file(String path, String lines) {
    return "millrace:\n  scheduler:\n    queues:\n      " + path + ":\n" + lines.indent(8);
  }

  /** Quoted, unless it is a word or a number. */
  private static String scalar(String text) {
    return text.matches("[A-Za-z0-9._-]+")
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static void amounts(
      String name, Resources amount, Resources nothing, Map<String, String> fields) {
    fields.put(
        name + ".memory", amount.memoryMb() == nothing.memoryMb() ? "" : amount.memoryMb() + "Mi");
    fields.put(
        name + ".vcores",
        amount.vcoresMilli() == nothing.vcoresMilli()
            ? ""
            : number(BigDecimal.valueOf(amount.vcoresMilli(), 3)));
    fields.put(
        name + ".network",
        amount.networkBytesPerSecond() == nothing.networkBytesPerSecond()
            ? ""
            : Long.toString(amount.networkBytesPerSecond()));
  }

  private static String number(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
