package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.manager.Submission;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class SchedulerReaderTest {
  @Test
  void everySettingIsRead() {
    SchedulerSettings scheduler =
        read(
            """
            policy: capacity
            comparison: memory
            minAllocation: {memory: 64Mi, vcores: 0.1, network: 1k}
            preemptionWait: 500ms
            queues:
              root.team:
                weight: 2.5
                minShare: {memory: 1Gi}
                maxShare: {memory: 3Gi, network: 10Mi}
                capacity: 40
                maxCapacity: 60.5
                maxApplications: 7
                maxAmShare: 0.5
                submit: [ann, bob]
                administer: [ann]
                policy: fifo
                preemption: false
                nodeLocalityDelay: 3
                smallQueue: 200MB
                template: {weight: 3, template: {weight: 4}}
            """);

    assertThat(scheduler.policy()).isEqualTo(Policy.CAPACITY);
    assertThat(scheduler.comparison()).isEqualTo(Comparison.MEMORY);
    assertThat(scheduler.minAllocation()).isEqualTo(new Resources(64, 100, 1000));
    assertThat(scheduler.preemptionWaitMillis()).isEqualTo(500);
    assertThat(scheduler.queues().get("root.team"))
        .isEqualTo(
            QueueSettings.builder()
                .weight(new BigDecimal("2.5"))
                .minShare(new Resources(1024, 0, 0))
                .maxShare(new Resources(3072, Long.MAX_VALUE, 10 << 20))
                .capacity(new BigDecimal("40"))
                .maxCapacity(new BigDecimal("60.5"))
                .maxApplications(7)
                .maxAmShare(new BigDecimal("0.5"))
                .submit(Set.of("ann", "bob"))
                .administer(Set.of("ann"))
                .policy(Policy.FIFO)
                .preemption(false)
                .nodeLocalityDelay(3)
                .smallQueueMb(191)
                .template(
                    QueueSettings.builder()
                        .weight(new BigDecimal("3"))
                        .template(QueueSettings.builder().weight(new BigDecimal("4")).build())
                        .build())
                .build());
  }

  @Test
  void aDeclaredPartnerStandsBesideThoseMadeOnDemand() {
    SchedulerSettings scheduler = read("queues:\n  root.partners.acme: {weight: 3}\n");

    assertThat(scheduler.queues())
        .containsOnlyKeys("root", "root.partners", "root.partners.acme")
        .containsEntry("root.partners", SchedulerDefaults.QUEUES.get("root.partners"));
  }

  @Test
  void aDeclaredRootKeepsWhatItDoesNotSay() {
    QueueSettings root = read("queues:\n  root: {policy: fifo}\n").queues().get("root");

    assertThat(root.policy()).isEqualTo(Policy.FIFO);
    assertThat(root.maxAmShare()).isEqualByComparingTo("1");
    assertThat(root.template()).isEqualTo(SchedulerDefaults.QUEUES.get("root").template());
    assertThat(read("queues:\n  root: {template: false}\n").root().template()).isNull();
  }

  @Test
  void byDefaultQueuesAreMadeOnDemandAndAHundredJobsAreActiveOnTwoCores() {
    ResourceManager manager = new ResourceManager(SchedulerDefaults.SETTINGS);
    manager.addNode("n", "r", new Resources(4096, 2000, 100 << 20));
    for (long id = 1; id <= 150; id++) {
      String queue = "root.partners.acme";
      manager.submit(new Submission(id, "u", queue, SchedulerDefaults.MIN_ALLOCATION));
    }
    manager.submit(new Submission(151, "u", "root.team", SchedulerDefaults.MIN_ALLOCATION));

    manager.submit(new Submission(152, "u", "root.a.b.c", SchedulerDefaults.MIN_ALLOCATION));

    assertThat(manager.snapshot().running()).isEqualTo(102);
    assertThat(manager.snapshot().waiting()).isEqualTo(50);
  }

  @Test
  void whatTheSchedulerRefusesIsSaidOfItsLine() {
    assertThat(
            mistakes(
                """
                minAllocation: {memory: 0}
                queues:
                  root.a:
                    weight: 0
                    capacity: 60
                    maxCapacity: 50
                    template:
                      maxAmShare: 2
                  root.b:
                    capacity: 70
                  root.c.d: {}
                """))
        .containsExactlyInAnyOrder(
            "s.yaml:3: millrace.scheduler.minAllocation: must have at least 1 MB,"
                + " was \"0.02 vcores\" (for example 256 MB)",
            "s.yaml:6: millrace.scheduler.queues.root.a.weight: must be above 0, at most 1000000000"
                + " and have at most six decimals, was \"0\" (for example 2)",
            "s.yaml:7: millrace.scheduler.queues.root.a.capacity: must be at most maxCapacity,"
                + " which is 50, was \"60\" (lower it, or raise maxCapacity)",
            "s.yaml:10: millrace.scheduler.queues.root.a.template.maxAmShare: must be above 0 and at"
                + " most 1, was \"2\" (such as 0.5)",
            "s.yaml:4: millrace.scheduler.queues.root.capacity: must add up to at most 100 over the"
                + " queues below, was \"130\" (lower some of them)",
            "s.yaml:13: millrace.scheduler.queues.root.c.d: must have a parent, was \"root.c.d\""
                + " (declare root.c)");
  }

  @Test
  void wrongWordsAndValuesAreToldAtOnce() {
    assertThat(
            mistakes(
                """
                polcy: fair
                policy: Fair
                comparison: cpu
                preemptionWait: 2
                minAllocation: {memory: -1, vcores: 0.0001}
                queues:
                  partners.acme: {}
                  root.b: {capacity: 1e-999999999}
                  root.a: {wieght: 1, preemption: maybe, template: {maxShare: 3Gi}}
                """))
        .containsExactlyInAnyOrder(
            "s.yaml:3: millrace.scheduler.polcy: is no setting (did you mean \"policy\"?)",
            "s.yaml:4: millrace.scheduler.policy: must be fifo, capacity or fair, was \"Fair\"",
            "s.yaml:5: millrace.scheduler.comparison: must be memory or dominant, was \"cpu\"",
            "s.yaml:6: millrace.scheduler.preemptionWait: must be a duration, for example 2s,"
                + " was \"2\"",
            "s.yaml:7: millrace.scheduler.minAllocation.memory: must be a size, for example 512Mi,"
                + " was \"-1\"",
            "s.yaml:7: millrace.scheduler.minAllocation.vcores: must be a number of cores,"
                + " for example 0.5, was \"0.0001\"",
            "s.yaml:9: millrace.scheduler.queues.partners.acme: must be root or a path below it,"
                + " such as root.partners.acme, was \"partners.acme\"",
            "s.yaml:10: millrace.scheduler.queues.root.b.capacity: must be a number, for example"
                + " 2.5, was \"1e-999999999\"",
            "s.yaml:11: millrace.scheduler.queues.root.a.wieght: is no setting"
                + " (did you mean \"weight\"?)",
            "s.yaml:11: millrace.scheduler.queues.root.a.preemption: must be true or false,"
                + " was \"maybe\"",
            "s.yaml:11: millrace.scheduler.queues.root.a.template.maxShare: must be a list of"
                + " \"key: value\" lines, was \"3Gi\"");
  }

  @Test
  void aChangeIsToldInWords() {
    Settings before = settings("policy: fair\nqueues: {root.a: {template: {weight: 1}}}\n");
    Settings after = settings("policy: fifo\nqueues: {root.a: {template: {weight: 2}}}\n");

    assertThat(SettingsChange.between(before, after))
        .containsExactly("scheduler: policy fair becomes fifo", "root.a.*: weight 1 becomes 2");
  }

  @Test
  void theFileOfANewHomeExplainsSettingsThatAreValid() throws IOException {
    String text;
    try (InputStream file = Home.class.getResourceAsStream("millrace.yaml")) {
      text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    String inForce =
        text.lines()
            .map(line -> line.startsWith("#  ") ? " " + line.substring(1) : line)
            .collect(Collectors.joining("\n"));

    Settings settings = new SettingsReader("s.yaml", Set.of()).read(inForce);

    assertThat(settings.scheduler().minAllocation()).isEqualTo(SchedulerDefaults.MIN_ALLOCATION);
    assertThat(settings.scheduler().queues().get("root"))
        .isEqualTo(SchedulerDefaults.QUEUES.get("root"));
    assertThat(settings.scheduler().queues().get("root.partners"))
        .isEqualTo(SchedulerDefaults.QUEUES.get("root.partners"));
    assertThat(settings.scheduler().queues().get("root.partners.acme").submit())
        .containsExactlyInAnyOrder("ann", "acme", "group:ops");
  }

  private static SchedulerSettings read(String scheduler) {
    return settings(scheduler).scheduler();
  }

  private static Settings settings(String scheduler) {
    return new SettingsReader("s.yaml", Set.of())
        .read("millrace:\n  scheduler:\n" + scheduler.indent(4));
  }

  private static List<String> mistakes(String scheduler) {
    return catchThrowableOfType(RefusedException.class, () -> read(scheduler)).problems().stream()
        .map(Problem::message)
        .toList();
  }
}
