package org.millrace.manager.settings;

import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.millrace.scheduling.tree.SettingsDifference;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Other settings for one queue, tried out before they are written into the file: read as the file
 * is read, refused as it would be.
 *
 * @param settings of the whole tree as they would be
 * @param yaml the lines for {@code millrace.yaml}; empty when nothing is changed
 * @param changed by field as the file shall say it, null where it shall say nothing
 * @param differences in words; empty when nothing is changed
 */
public record QueueDraft(
    SchedulerSettings settings,
    String yaml,
    Map<String, String> changed,
    List<String> differences) {
  private static final List<String> PLAIN =
      List.of("weight", "capacity", "maxCapacity", "maxApplications", "maxAmShare");
  private static final List<String> SHARES = List.of("minShare", "maxShare");
  private static final List<String> AMOUNTS = List.of("memory", "vcores", "network");

  /** What can be changed, with the values in force; empty where nothing is set. */
  public static Map<String, String> fields(SchedulerSettings now, String path) {
    return fields(inForce(now, path));
  }

  /** By which somebody can say which settings of the queue they have seen. */
  public static String tag(SchedulerSettings now, String path) {
    byte[] all = fields(now, path).toString().getBytes(StandardCharsets.UTF_8);
    return '"' + UUID.nameUUIDFromBytes(all).toString() + '"';
  }

  /** Of a queue that is not declared, those of the template from which it is made. */
  static QueueSettings inForce(SchedulerSettings now, String path) {
    QueueSettings declared = now.queues().get(path);
    if (declared != null) {
      return declared;
    }
    return QueuePath.parent(path)
        .map(parent -> inForce(now, parent).template())
        .orElse(QueueSettings.defaults());
  }

  private static Map<String, String> fields(QueueSettings queue) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("weight", number(queue.weight()));
    fields.put("capacity", number(queue.capacity()));
    fields.put("maxCapacity", number(queue.maxCapacity()));
    fields.put(
        "maxApplications",
        queue.maxApplications() == null ? "" : queue.maxApplications().toString());
    fields.put("maxAmShare", queue.maxAmShare() == null ? "" : number(queue.maxAmShare()));
    amounts("minShare", queue.minShare(), Resources.NONE, fields);
    amounts("maxShare", queue.maxShare(), Resources.UNLIMITED, fields);
    return fields;
  }

  /**
   * @param given values by field; those in force already change nothing, an empty one unsets
   * @throws RefusedException with everything that is wrong
   */
  public static QueueDraft of(SchedulerSettings now, String path, Map<String, String> given) {
    QueueSettings before = inForce(now, path);
    Map<String, String> asked = asked(fields(before), given);
    if (asked.isEmpty()) {
      return new QueueDraft(now, "", Map.of(), List.of());
    }
    QueueSettings unset = SchedulerDefaults.QUEUES.getOrDefault(path, QueueSettings.defaults());
    boolean declared = now.queues().containsKey(path);
    // What is not declared has nothing in the file yet: with a change it gets all that holds now.
    Map<String, String> file = new LinkedHashMap<>(declared ? Map.of() : fields(before));
    file.values().removeIf(String::isEmpty);
    file.entrySet().removeIf(each -> each.getValue().equals(fields(unset).get(each.getKey())));
    file.putAll(asked);
    Map<String, String> all = new LinkedHashMap<>(fields(before));
    all.putAll(asked);
    QueueSettings after = read(lines(all), unset, declared ? before : undeclared(before, path));
    Map<String, QueueSettings> queues = new LinkedHashMap<>(now.queues());
    queues.put(path, after);
    SchedulerSettings settings = with(now, queues);
    List<String> differences = SettingsDifference.between(now, settings);
    return differences.isEmpty()
        ? new QueueDraft(now, "", Map.of(), List.of())
        : new QueueDraft(
            settings, file(path, lines(file)), Collections.unmodifiableMap(file), differences);
  }

  /** What is given and not in force; an empty value unsets. */
  private static Map<String, String> asked(Map<String, String> fields, Map<String, String> given) {
    Map<String, String> asked = new LinkedHashMap<>();
    fields.forEach(
        (field, value) -> {
          String text = Objects.requireNonNullElse(given.getOrDefault(field, value), "").strip();
          if (!text.equals(value)) {
            asked.put(field, text.isEmpty() ? null : text);
          }
        });
    return asked;
  }

  /** A queue that a template makes can be declared where that says what stands here and no more. */
  private static QueueSettings undeclared(QueueSettings template, String path) {
    boolean more =
        !template.submit().isEmpty()
            || !template.administer().isEmpty()
            || template.policy() != null
            || template.preemption() != null
            || template.nodeLocalityDelay() != null
            || template.smallQueueMb() != null;
    if (more) {
      throw new RefusedException(
          new Problem(
              path,
              "is made from a template that says more than can be changed here",
              "",
              "declare the queue in millrace.yaml, with all that the template says"));
    }
    return QueueSettings.defaults();
  }

  /**
   * @param unset what holds where the lines say nothing
   * @param rest has what cannot be changed here
   */
  private static QueueSettings read(String lines, QueueSettings unset, QueueSettings rest) {
    List<Problem> problems = new ArrayList<>();
    Section section =
        new Section(
            "change", "", new Yaml(new LoaderOptions()).compose(new StringReader(lines)), problems);
    QueueSettings read = new QueueReader(section).read(unset);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    return new QueueSettings(
        read.weight(),
        read.minShare(),
        read.maxShare(),
        read.capacity(),
        read.maxCapacity(),
        read.maxApplications(),
        read.maxAmShare(),
        rest.submit(),
        rest.administer(),
        rest.policy(),
        rest.preemption(),
        rest.nodeLocalityDelay(),
        rest.smallQueueMb(),
        rest.template());
  }

  /** The text of the file with what is changed, all else as it is. */
  String in(String file, String text, String path) {
    String edited = text;
    for (Map.Entry<String, String> each : changed.entrySet()) {
      List<String> keys = new ArrayList<>(List.of("millrace", "scheduler", "queues", path));
      keys.addAll(List.of(each.getKey().split("\\.")));
      String value = each.getValue();
      edited = YamlEdit.set(file, edited, keys, value == null ? null : YamlEdit.scalar(value));
    }
    return edited;
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
            key ->
                lines
                    .append(key)
                    .append(": ")
                    .append(YamlEdit.scalar(changed.get(key)))
                    .append('\n'));
    for (String share : SHARES) {
      Map<String, String> amounts = new TreeMap<>();
      AMOUNTS.forEach(
          amount -> {
            String key = share + "." + amount;
            if (changed.containsKey(key)) {
              amounts.put(amount, YamlEdit.scalar(changed.get(key)));
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
