package org.millrace.manager.settings;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;

/** Reads what is set for one queue, or for a template; bounds are the scheduler's to check. */
final class QueueReader {
  static final String TEMPLATE = "template";
  static final String POLICY_RULE = "must be fifo, capacity or fair";
  private static final String NUMBER_RULE = "must be a number, for example 2.5";

  private final Section section;

  QueueReader(Section section) {
    this.section = section;
  }

  /**
   * @param absent what holds where the section says nothing
   */
  QueueSettings read(QueueSettings absent) {
    QueueSettings settings =
        new QueueSettings(
            number("weight", absent.weight()),
            resources(section.section("minShare"), absent.minShare()),
            resources(section.section("maxShare"), absent.maxShare()),
            number("capacity", absent.capacity()),
            number("maxCapacity", absent.maxCapacity()),
            section
                .value("maxApplications", Units::count, "must be a whole number from 1")
                .orElse(absent.maxApplications()),
            number("maxAmShare", absent.maxAmShare()),
            Set.copyOf(section.texts("submit")),
            Set.copyOf(section.texts("administer")),
            section.value("policy", QueueReader::policy, POLICY_RULE).orElse(absent.policy()),
            section
                .value("preemption", QueueReader::truth, "must be true or false")
                .orElse(absent.preemption()),
            section
                .value("nodeLocalityDelay", Integer::valueOf, "must be a whole number; -1 is off")
                .orElse(absent.nodeLocalityDelay()),
            section
                .value("smallQueue", Units::mebibytes, "must be a size, for example 200Mi")
                .orElse(absent.smallQueueMb()),
            template(absent.template()));
    section.end();
    return settings;
  }

  static Policy policy(String name) {
    return Policy.valueOf(lowerCase(name).toUpperCase(Locale.ROOT));
  }

  /** Refuses what is not written in lower case. */
  static String lowerCase(String name) {
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(name);
    }
    return name;
  }

  static Resources resources(Section section, Resources absent) {
    Resources resources =
        new Resources(
            section
                .value("memory", Units::mebibytes, "must be a size, for example 512Mi")
                .orElse(absent.memoryMb()),
            section
                .value("vcores", Units::milli, "must be a number of cores, for example 0.5")
                .orElse(absent.vcoresMilli()),
            section
                .value("network", Units::bytes, "must be a size a second, for example 10Mi")
                .orElse(absent.networkBytesPerSecond()));
    section.end();
    return resources;
  }

  private QueueSettings template(QueueSettings absent) {
    if (section.isFalse(TEMPLATE)) {
      return null;
    }
    return section.has(TEMPLATE)
        ? new QueueReader(section.section(TEMPLATE)).read(QueueSettings.defaults())
        : absent;
  }

  private BigDecimal number(String key, BigDecimal absent) {
    return section.value(key, Units::number, NUMBER_RULE).orElse(absent);
  }

  private static Boolean truth(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }
}
