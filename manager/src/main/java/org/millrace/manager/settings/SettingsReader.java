package org.millrace.manager.settings;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.SourceSettings.Archive;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Turns the text of a settings file into {@link Settings}, or says everything wrong with it. */
final class SettingsReader {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  static final String NAME_RULE = "must be a name of letters, digits, dots, - and _";
  private static final Pattern QUEUE = Pattern.compile("root(\\.[A-Za-z0-9_-]+)+");
  private static final Pattern SQS_QUEUE =
      Pattern.compile("[A-Za-z0-9_-]{1,80}(\\.fifo)?|https?://\\S+");
  private static final String SQS_RULE =
      "must be the name of an SQS queue, or its address (https://…)";
  private static final Set<String> OWN_BUCKETS = Set.of("work", "results", "archive");

  private final String file;
  private final Set<String> formats;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param file name to put before line numbers
   * @param formats known formats; empty leaves the check to others
   */
  SettingsReader(String file, Set<String> formats) {
    this.file = file;
    this.formats = formats;
  }

  /**
   * @throws RefusedException with every mistake
   */
  Settings read(String text) {
    Section top = new Section(file, "", tree(text), problems);
    Section millrace = top.section("millrace");
    top.end();
    Settings settings = settings(millrace);
    millrace.end();
    if (!problems.isEmpty()) {
      // As whoever mends them goes through the file.
      throw new RefusedException(
          problems.stream().sorted(Comparator.comparingInt(this::line)).toList());
    }
    return settings;
  }

  /** 0 where a mistake has no line. */
  private int line(Problem problem) {
    Matcher line =
        Pattern.compile(Pattern.quote(file) + ":(\\d{1,9}):.*").matcher(problem.subject());
    return line.matches() ? Integer.parseInt(line.group(1)) : 0;
  }

  private Node tree(String text) {
    try {
      // Nodes only: nothing is constructed from what the file says, and every node has its line.
      return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new RefusedException(
          new Problem(
              file + ":" + line,
              "must be YAML: " + e.getProblem(),
              "",
              "indent with spaces, and put a space after each colon"));
    }
  }

  private Settings settings(Section millrace) {
    Section sourcesSection = millrace.section("sources");
    Map<String, SourceSettings> sources = sources(sourcesSection);
    Map<String, Map<String, String>> stages = stages(millrace.section("stages"));
    Settings.Intake intake = intake(millrace.section("intake"));
    StoreSettings stores = StoreReader.read(millrace);
    String transport =
        millrace
            .value("transport", StageOption::transport, "must be table, push or sqs")
            .orElse(Settings.DEFAULTS.transport());
    Duration lease =
        millrace
            .value("lease", SettingsReader::lease, "must be from 1s to 10m, in whole seconds")
            .orElse(Settings.DEFAULTS.lease());
    NodeSettings node = NodeSettings.read(millrace.section("node"));
    OptionalInt containers =
        millrace
            .value("containers", Units::count, "must be a whole number from 1")
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
    int before = problems.size();
    Section schedulerSection = millrace.section("scheduler");
    SchedulerReader reader = new SchedulerReader(schedulerSection);
    Optional<String> userQueues = reader.userQueues();
    SchedulerSettings scheduler = reader.read();
    if (problems.size() == before) {
      // What is wrong with the queues is said there, once, and not again at each source.
      PlacementCheck check = new PlacementCheck(scheduler);
      check.sources(sources, sourcesSection);
      userQueues.ifPresent(parent -> check.userQueues(parent, schedulerSection));
    }
    Section http = millrace.section("http");
    Section retention = millrace.section("retention");
    Optional<Duration> statistics = RetentionReader.statistics(retention);
    AccessSettings access = AccessReader.read(millrace, http, retention);
    return new Settings(
        sources,
        stages,
        masters(millrace.section("pipelines"), scheduler.minAllocation()),
        intake,
        stores,
        transport,
        lease,
        node,
        containers,
        scheduler,
        RetentionReader.read(retention),
        userQueues,
        broker(millrace),
        hosts(http),
        SqsReader.read(millrace.section("sqs")),
        ObserveReader.read(millrace, statistics),
        access);
  }

  /** What is left out of an application master is that of the smallest container. */
  private static Map<String, Resources> masters(Section section, Resources smallest) {
    Map<String, Resources> masters = new LinkedHashMap<>();
    for (String name : section.names()) {
      Section pipeline = section.section(name);
      if (pipeline.has("am")) {
        masters.put(name, QueueReader.resources(pipeline.section("am"), smallest));
      }
      pipeline.end();
    }
    return Collections.unmodifiableMap(masters);
  }

  private static Optional<BrokerAddress> broker(Section millrace) {
    boolean given = millrace.has("broker");
    Section section = millrace.section("broker");
    Optional<String> url =
        section.value(
            "url", SettingsReader::brokerUrl, "must be an address such as tcp://broker:61616");
    Optional<String> user = section.text("user");
    Optional<String> password = section.text("password");
    section.end();
    if (given && !section.has("url")) {
      millrace.refuse(
          "broker", "url", "must be given", "", "leave broker out to use the embedded one");
    }
    return url.map(at -> new BrokerAddress(at, user.orElse(null), password.orElse(null)));
  }

  private static String brokerUrl(String value) {
    if (!value.startsWith("tcp://") && !value.startsWith("(tcp://")) {
      throw new IllegalArgumentException(value);
    }
    return value;
  }

  private Map<String, SourceSettings> sources(Section section) {
    Map<String, SourceSettings> sources = new LinkedHashMap<>();
    Map<String, String> places = new HashMap<>();
    for (String name : section.names()) {
      if (!NAME.matcher(name).matches()) {
        section.refuseName(name, NAME_RULE, "");
      }
      SourceSettings source = source(name, section.section(name));
      String other = places.putIfAbsent(source.bucket() + "/" + source.prefix(), name);
      if (other != null) {
        section.refuseName(
            name,
            "must have a bucket and prefix of its own, and has those of \"" + other + "\"",
            "change the prefix of one");
      }
      sources.put(name, source);
    }
    return Collections.unmodifiableMap(sources);
  }

  private SourceSettings source(String name, Section section) {
    SourceSettings source =
        new SourceSettings(
            name,
            section.text("bucket").orElse(SourceSettings.DEFAULT_BUCKET),
            section.text("prefix").orElse(name + "/"),
            section.text("format"),
            section.value("charset", SettingsReader::charset, "must be a charset, such as UTF-8"),
            section.value("zone", SettingsReader::zone, "must be a time zone, such as Europe/Rome"),
            section.text("pipeline").orElse(SourceSettings.DEFAULT_PIPELINE),
            section
                .value("queue", SettingsReader::queue, "must be a path such as root.partners.acme")
                .orElse(SourceSettings.defaultQueue(name)),
            section
                .value("archive", SettingsReader::archive, "must be true, false or delete")
                .orElse(Archive.MOVE),
            window(section.section("window")),
            section.value("sqs", SettingsReader::sqsQueue, SQS_RULE),
            section.value("events", SettingsReader::sqsQueue, SQS_RULE),
            section.texts("near"));
    check(source, section);
    section.end();
    return source;
  }

  private static SourceSettings.Window window(Section section) {
    SourceSettings.Window window =
        new SourceSettings.Window(
            section
                .value("time", SettingsReader::windowTime, "must be from 1s to 24h")
                .orElse(SourceSettings.Window.DEFAULT.time()),
            section
                .value("count", SettingsReader::windowCount, "must be from 1 to 1000000")
                .orElse(SourceSettings.Window.DEFAULT.count()));
    section.end();
    return window;
  }

  private void check(SourceSettings source, Section section) {
    if (OWN_BUCKETS.contains(source.bucket())) {
      section.refuse(
          "bucket", "must not be one that Millrace writes to, or it would feed on itself", "");
    }
    source
        .format()
        .filter(format -> !formats.isEmpty() && !formats.contains(format))
        .filter(format -> !format.startsWith("grok:"))
        .ifPresent(
            format ->
                section.refuse(
                    "format", "must be a known format", DidYouMean.remedy(format, formats)));
  }

  private Map<String, Map<String, String>> stages(Section section) {
    Map<String, Map<String, String>> stages = new LinkedHashMap<>();
    for (String name : section.names()) {
      Section stage = section.section(name);
      Map<String, String> options = new LinkedHashMap<>();
      for (StageOption option : StageOption.values()) {
        stage
            .value(option.key, value -> checked(option, value), option.rule)
            .ifPresent(value -> options.put(option.key, value));
      }
      stage.end();
      stages.put(name, Collections.unmodifiableMap(options));
    }
    return Collections.unmodifiableMap(stages);
  }

  private static String checked(StageOption option, String value) {
    option.parse.apply(value);
    return value;
  }

  private Settings.Intake intake(Section section) {
    String rule = "must be a duration with a unit, for example 200ms";
    Settings.Intake intake =
        new Settings.Intake(
            section.value("poll", Units::duration, rule).orElse(Settings.Intake.DEFAULT.poll()),
            section.value("quiet", Units::duration, rule).orElse(Settings.Intake.DEFAULT.quiet()));
    section.end();
    return intake;
  }

  private List<String> hosts(Section section) {
    List<String> hosts = section.texts("hosts");
    section.end();
    return hosts;
  }

  private static Duration lease(String value) {
    Duration lease = Units.duration(value);
    if (lease.toSeconds() < 1
        || lease.compareTo(Duration.ofMinutes(10)) > 0
        || lease.toMillis() % 1000 != 0) {
      throw new IllegalArgumentException(value);
    }
    return lease;
  }

  private static Duration windowTime(String value) {
    Duration time = Units.duration(value);
    if (time.toSeconds() < 1 || time.compareTo(Duration.ofHours(24)) > 0) {
      throw new IllegalArgumentException(value);
    }
    return time;
  }

  private static int windowCount(String value) {
    int count = Units.count(value);
    if (count > 1_000_000) {
      throw new IllegalArgumentException(value);
    }
    return count;
  }

  private static String sqsQueue(String value) {
    if (!SQS_QUEUE.matcher(value).matches()) {
      throw new IllegalArgumentException(value);
    }
    return value;
  }

  private static String charset(String name) {
    return Charset.forName(name).name();
  }

  private static String zone(String name) {
    return ZoneId.of(name).getId();
  }

  private static String queue(String path) {
    if (!QUEUE.matcher(path).matches()) {
      throw new IllegalArgumentException(path);
    }
    return path;
  }

  private static Archive archive(String value) {
    return switch (value) {
      case "true" -> Archive.MOVE;
      case "false" -> Archive.KEEP;
      case "delete" -> Archive.DELETE;
      default -> throw new IllegalArgumentException(value);
    };
  }
}
