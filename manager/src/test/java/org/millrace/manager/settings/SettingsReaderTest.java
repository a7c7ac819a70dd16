package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.engine.ledger.RetentionRules;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Resources;

class SettingsReaderTest {
  @Test
  void anEmptyFileMeansTheDefaults() {
    assertThat(read("")).isEqualTo(Settings.DEFAULTS);
    assertThat(read("# nothing\nmillrace:\n")).isEqualTo(Settings.DEFAULTS);
  }

  @Test
  void whatASourceLeavesOutIsFilledIn() {
    SourceSettings acme =
        read("""
            millrace:
              sources:
                acme.eu:
                  zone: Europe/Rome
                  archive: delete
                  near: [w1, rack7.example]
            """)
            .source("acme.eu");

    assertThat(acme.bucket()).isEqualTo("inbox");
    assertThat(acme.prefix()).isEqualTo("acme.eu/");
    assertThat(acme.queue()).isEqualTo("root.partners.acme_eu");
    assertThat(acme.pipeline()).isEqualTo("b2b-logs");
    assertThat(acme.near()).containsExactly("w1", "rack7.example");
    assertThat(acme.zone()).contains("Europe/Rome");
    assertThat(acme.format()).isEmpty();
    assertThat(acme.archive()).isEqualTo(SourceSettings.Archive.DELETE);
  }

  @Test
  void mistakesComeInTheOrderOfTheirLines() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                read(
                    """
                    millrace:
                      nonsense: 1
                      scheduler:
                        polici: fair
                        queues:
                          root.a: {weight: 0}
                      containers: none
                      intake: {poll: 1}
                    """));
    assertThat(refused.problems())
        .extracting(each -> each.subject().split(":")[1])
        .containsExactly("2", "4", "6", "7", "8");
  }

  @Test
  void stagesIntakeContainersAndHostsAreRead() {
    Settings settings =
        read(
            """
            millrace:
              stages:
                parse: {memory: 512Mi, vcores: 0.5, batch: 4, backoff: 2s}
              intake: {poll: 1s, quiet: 5m}
              containers: 3
              http: {hosts: [mill.example]}
            """);

    assertThat(settings.stages().get("parse"))
        .containsEntry("memory", "512Mi")
        .containsEntry("vcores", "0.5")
        .containsEntry("batch", "4")
        .containsEntry("backoff", "2s")
        .hasSize(4);
    assertThat(settings.intake().poll()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.intake().quiet()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.containers()).hasValue(3);
    assertThat(settings.hosts()).containsExactly("mill.example");
  }

  @Test
  void aBrokerIsReadAndItsPasswordIsNeverShown() {
    Settings settings =
        read(
            """
            millrace:
              transport: push
              broker: {url: "tcp://broker:61616", user: mill, password: s3cret}
            """);
    assertThat(settings.broker().orElseThrow().password()).isEqualTo("s3cret");
    assertThat(settings.toString()).contains("tcp://broker:61616").doesNotContain("s3cret");

    assertThatThrownBy(
            () -> read("millrace:\n  broker:\n    url: broker:61616\n    password: s3cret\n"))
        .hasMessageContaining(":3: millrace.broker.url: must be an address such as tcp://")
        .message()
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> read("millrace:\n  broker: {user: mill}\n"))
        .hasMessageContaining("millrace.broker.url: must be given");
  }

  @Test
  void retentionIsReadKeyByKey() {
    RetentionRules rules =
        read("""
                millrace:
                  retention: {jobs: 5d, jobsAtMost: never, deadLetters: never, failedData: 12h, completedData: 2h}
                """)
            .retention();

    assertThat(rules)
        .isEqualTo(
            new RetentionRules(
                Optional.of(Duration.ofDays(5)),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(12)),
                Optional.of(Duration.ofHours(2))));
  }

  @Test
  void resultsCannotOutliveTheirJobUnlessTheyAreNeverRemoved() {
    assertThat(mistakes("millrace:\n  retention:\n    jobs: 5d\n    results: 6d\n    job: 1d\n"))
        .hasSize(2)
        .anySatisfy(
            each ->
                assertThat(each)
                    .contains(":4: millrace.retention.results: must not be longer than jobs")
                    .contains("was \"6d\""))
        .anySatisfy(each -> assertThat(each).contains(":5: millrace.retention.job: is no setting"));
    assertThat(read("millrace:\n  retention: {jobs: 5d, results: 5d}\n").retention().results())
        .contains(Duration.ofDays(5));
  }

  @Test
  void anAgeThatNoDatabaseCanSayIsRefused() {
    assertThat(mistakes("millrace:\n  retention:\n    jobs: 36500d\n"))
        .singleElement()
        .asString()
        .contains("millrace.retention.jobs: must be a duration", "at most 20000d", "or never");
    assertThat(read("millrace: {retention: {jobs: 20000d}}").retention().jobs())
        .contains(Duration.ofDays(20_000));
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsLine() {
    assertThat(
            mistakes(
                """
                millrace:
                  sources:
                    acme:
                      fromat: json
                      zone: Mars/Olympus
                    globex:
                      bucket: results
                      format: jsn
                  stages:
                    parse:
                      memory: -1
                      batch: 0
                      backoff: 5
                  containers: many
                  inteke: {poll: 1s}
                sources: {}
                """))
        .containsExactlyInAnyOrder(
            "s.yaml:4: millrace.sources.acme.fromat: is no setting (did you mean \"format\"?)",
            "s.yaml:5: millrace.sources.acme.zone: must be a time zone, such as Europe/Rome,"
                + " was \"Mars/Olympus\"",
            "s.yaml:7: millrace.sources.globex.bucket: must not be one that Millrace writes to,"
                + " or it would feed on itself, was \"results\"",
            "s.yaml:8: millrace.sources.globex.format: must be a known format, was \"jsn\""
                + " (did you mean \"json\"?)",
            "s.yaml:11: millrace.stages.parse.memory: must be a positive size, for example 256Mi,"
                + " was \"-1\"",
            "s.yaml:12: millrace.stages.parse.batch: must be a whole number from 1, was \"0\"",
            "s.yaml:13: millrace.stages.parse.backoff: must be a duration with a unit, for example 2s,"
                + " was \"5\"",
            "s.yaml:14: millrace.containers: must be a whole number from 1, was \"many\"",
            "s.yaml:15: millrace.inteke: is no setting (did you mean \"intake\"?)",
            "s.yaml:16: sources: is no setting (known: millrace)");
  }

  @Test
  void nodePipelinesAndUserQueuesAreRead() {
    Settings settings =
        read(
            """
            millrace:
              node: {memory: 4Gi, vcores: 1.5}
              pipelines:
                heavy:
                  am: {memory: 64Mi}
              scheduler:
                userQueues: root.users
                queues:
                  root.users: {template: {weight: 2}}
            """);

    Resources detected = new Resources(1, 2, 3);
    assertThat(settings.node().or(detected)).isEqualTo(new Resources(4096, 1500, 3));
    assertThat(settings.masters()).containsExactly(Map.entry("heavy", new Resources(64, 20, 0)));
    assertThat(settings.queueOfUser("ann.lee")).hasValue("root.users.ann_lee");
    assertThat(Settings.DEFAULTS.queueOfUser("ann")).isEmpty();
    assertThat(SettingsChange.between(Settings.DEFAULTS, settings))
        .contains(
            "node.memory is 4096 MiB, was unset",
            "pipeline heavy added",
            "scheduler.userQueues is root.users, was unset");
  }

  @Test
  void mistakesOfTheNodeAreToldWithTheirLine() {
    assertThat(
            mistakes(
                """
                millrace:
                  node:
                    memory: 0
                    vcores: four
                    cores: 4
                  pipelines:
                    heavy: {am: {memory: much}, an: 1}
                """))
        .containsExactlyInAnyOrder(
            "s.yaml:3: millrace.node.memory: must be a positive size, for example 4Gi, was \"0\"",
            "s.yaml:4: millrace.node.vcores: must be a positive number of cores, for example 4,"
                + " was \"four\"",
            "s.yaml:5: millrace.node.cores: is no setting (did you mean \"vcores\"?)",
            "s.yaml:7: millrace.pipelines.heavy.am.memory: must be a size, for example 512Mi,"
                + " was \"much\"",
            "s.yaml:7: millrace.pipelines.heavy.an: is no setting (did you mean \"am\"?)");
  }

  @Test
  void aSourcesQueueMustHoldJobsAndLetItSubmit() {
    assertThat(
            mistakes(
                """
                millrace:
                  sources:
                    acme:
                      format: json
                      queue: root.team
                    globex: {queue: root.closed}
                    initech:
                      format: json
                    listed: {queue: root.listed}
                    grouped: {queue: root.grouped}
                  scheduler:
                    userQueues: root.closed
                    queues:
                      root.team: {}
                      root.team.a: {}
                      root.partners: {template: false}
                      root.closed: {submit: [ann]}
                      root.listed: {submit: [listed]}
                      root.grouped: {submit: ["group:sources"]}
                """))
        .containsExactlyInAnyOrder(
            "s.yaml:5: millrace.sources.acme.queue: must be a queue without queues below it, or one"
                + " that a template lets be created, was \"root.team\""
                + " (declare it under scheduler.queues)",
            "s.yaml:6: millrace.sources.globex.queue: must be a queue to which the source may"
                + " submit, was \"root.closed\""
                + " (add globex or group:sources to submit of root.closed)",
            "s.yaml:7: millrace.sources.initech.queue: must be a queue without queues below it, or"
                + " one that a template lets be created, was \"root.partners.initech\""
                + " (declare it under scheduler.queues)",
            "s.yaml:12: millrace.scheduler.userQueues: must be a queue with a template, which makes"
                + " the users' queues, was \"root.closed\" (set queues.root.closed.template)");
  }

  @Test
  void twoSourcesNeverShareAPlace() {
    assertThat(
            mistakes(
                """
                millrace:
                  sources:
                    one: {prefix: same/}
                    two: {prefix: same/}
                """))
        .singleElement()
        .asString()
        .startsWith("s.yaml:4: millrace.sources.two: must have a bucket and prefix of its own");
  }

  @Test
  void aKeyThatStandsTwiceIsAMistake() {
    assertThat(mistakes("millrace:\n  containers: 1\n  containers: 2\n"))
        .singleElement()
        .asString()
        .startsWith("s.yaml:3: millrace.containers: must stand once");
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() {
    assertThat(mistakes("millrace:\n\tsources: {}\n"))
        .singleElement()
        .asString()
        .startsWith("s.yaml:2: must be YAML");
  }

  @Test
  void aSectionThatIsTextIsAMistake() {
    assertThat(mistakes("millrace:\n  sources: acme\n"))
        .singleElement()
        .asString()
        .startsWith("s.yaml:2: millrace.sources: must be a list of \"key: value\" lines");
  }

  private static Settings read(String text) {
    return new SettingsReader("s.yaml", Set.of("combined", "json")).read(text);
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(RefusedException.class, () -> read(text)).problems().stream()
        .map(Problem::message)
        .toList();
  }
}
