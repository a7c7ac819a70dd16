package org.millrace.manager.settings;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.millrace.scheduling.tree.SettingsProblem;

/** Reads the section {@code scheduler}; what the scheduler refuses is said of its line. */
final class SchedulerReader {
  private static final Pattern PATH = Pattern.compile("root(\\.[A-Za-z0-9_-]+)*");
  static final String USER_QUEUES = "userQueues";
  private static final String QUEUES = "queues";
  private static final String TEMPLATE_SUFFIX = ".*";

  /** Settings that the scheduler calls otherwise than the file. */
  private static final Map<String, String> FILE_NAMES = Map.of("smallQueueMb", "smallQueue");

  private final Section section;
  private final Section queues;
  private final Map<String, Section> byPath = new HashMap<>();

  SchedulerReader(Section section) {
    this.section = section;
    this.queues = section.section(QUEUES);
  }

  /** Parent of the queues that users have of their own; to be asked before {@link #read}. */
  Optional<String> userQueues() {
    return section.value(USER_QUEUES, SchedulerReader::path, "must be a path such as root.users");
  }

  /** The defaults where the section says nothing, and where it says something wrong. */
  SchedulerSettings read() {
    var policy = section.value("policy", QueueReader::policy, QueueReader.POLICY_RULE);
    var comparison =
        section.value("comparison", SchedulerReader::comparison, "must be memory or dominant");
    var minAllocation =
        QueueReader.resources(section.section("minAllocation"), SchedulerDefaults.MIN_ALLOCATION);
    var wait =
        section.value(
            "preemptionWait", Units::durationOrNone, "must be a duration, for example 2s");
    Map<String, QueueSettings> tree = tree();
    section.end();
    try {
      return new SchedulerSettings(
          policy.orElse(SchedulerDefaults.POLICY),
          comparison.orElse(SchedulerDefaults.COMPARISON),
          minAllocation,
          wait.orElse(SchedulerDefaults.PREEMPTION_WAIT).toMillis(),
          tree);
    } catch (InvalidSettingsException e) {
      e.problems().forEach(this::refuse);
      return SchedulerDefaults.SETTINGS;
    }
  }

  private Map<String, QueueSettings> tree() {
    Map<String, QueueSettings> tree = new LinkedHashMap<>(SchedulerDefaults.QUEUES);
    for (String path : queues.names()) {
      Section queue = queues.section(path);
      QueueSettings absent = SchedulerDefaults.QUEUES.getOrDefault(path, QueueSettings.defaults());
      QueueSettings settings = new QueueReader(queue).read(absent);
      if (PATH.matcher(path).matches()) {
        byPath.put(path, queue);
        tree.put(path, settings);
      } else {
        queues.refuseName(path, "must be root or a path below it, such as root.partners.acme", "");
      }
    }
    return tree;
  }

  private void refuse(SettingsProblem problem) {
    String setting = FILE_NAMES.getOrDefault(problem.setting(), problem.setting());
    String below = setting;
    String path = problem.queue();
    while (path.endsWith(TEMPLATE_SUFFIX)) {
      path = path.substring(0, path.length() - TEMPLATE_SUFFIX.length());
      below = QueueReader.TEMPLATE + "." + below;
    }
    Section queue = byPath.get(path);
    if (path.isEmpty()) {
      section.refuse(setting, "", problem.rule(), problem.value(), problem.remedy());
    } else if (queue == null) {
      String subject = path + (below.isEmpty() ? "" : "." + below);
      section.refuse(QUEUES, subject, problem.rule(), problem.value(), problem.remedy());
    } else if (queue.has(setting) && below.equals(setting)) {
      queue.refuse(setting, "", problem.rule(), problem.value(), problem.remedy());
    } else if (below.startsWith(QueueReader.TEMPLATE)) {
      String rest = below.substring(QueueReader.TEMPLATE.length() + 1);
      queue.refuse(QueueReader.TEMPLATE, rest, problem.rule(), problem.value(), problem.remedy());
    } else {
      queues.refuse(path, below, problem.rule(), problem.value(), problem.remedy());
    }
  }

  private static String path(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(path);
    }
    return path;
  }

  private static Comparison comparison(String name) {
    return Comparison.valueOf(QueueReader.lowerCase(name).toUpperCase(Locale.ROOT));
  }
}
