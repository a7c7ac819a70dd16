package org.millrace.scheduling.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;

class SchedulerSettingsTest {
  private static final Resources MIN = Resources.of(1024, 1);

  @Test
  void everyErrorIsNamedAtOnceWithItsRemedy() {
    assertThatThrownBy(
            () ->
                SchedulerSettings.of(
                    Policy.FAIR,
                    Resources.NONE,
                    Map.of(
                        "root.a.b", QueueSettings.builder().weight(-1).build(),
                        "root.c", QueueSettings.builder().maxAmShare(1.5).capacity(80).build(),
                        "root.d", QueueSettings.builder().maxApplications(0).capacity(30).build(),
                        "root..x", QueueSettings.builder().nodeLocalityDelay(-2).build())))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("scheduler: minAllocation must have at least 1 MB, was \"nothing\"")
        .hasMessageContaining("root.a.b: must have a parent, was \"root.a.b\" (declare root.a)")
        .hasMessageContaining("root.a.b: weight must be above 0")
        .hasMessageContaining("root.c: maxAmShare must be above 0 and at most 1, was \"1.5\"")
        .hasMessageContaining("root.d: maxApplications must be at least 1, was \"0\"")
        .hasMessageContaining("root: capacity must add up to at most 100")
        .hasMessageContaining("root..x: nodeLocalityDelay must be at least -1, was \"-2\"")
        .satisfies(
            e -> assertThat(((InvalidSettingsException) e).problems()).hasSizeGreaterThan(6));
  }

  @Test
  void aTemplateIsCheckedToo() {
    QueueSettings parent =
        QueueSettings.builder().template(QueueSettings.builder().weight(0).build()).build();
    assertThatThrownBy(() -> SchedulerSettings.of(Policy.FAIR, MIN, Map.of("root.users", parent)))
        .hasMessageContaining("root.users.*: weight must be above 0");
  }

  @Test
  void aDifferenceIsSaidInWords() {
    SchedulerSettings before =
        SchedulerSettings.of(
            Policy.FAIR,
            MIN,
            Map.of("root.a", QueueSettings.defaults(), "root.b", QueueSettings.defaults()));
    SchedulerSettings after =
        SchedulerSettings.of(
            Policy.CAPACITY,
            MIN,
            Map.of(
                "root.a",
                QueueSettings.builder().weight(2).maxShare(Resources.of(4096, 4)).build(),
                "root.c",
                QueueSettings.builder().capacity(10).build()));

    assertThat(SettingsDifference.between(before, after))
        .containsExactlyInAnyOrder(
            "scheduler: policy fair becomes capacity",
            "root.a: weight 1 becomes 2",
            "root.a: maxShare unlimited becomes 4096 MB, 4 vcores",
            "root.b: is removed",
            "root.c: is new",
            "root.c: capacity 0 becomes 10");
    assertThat(SettingsDifference.between(before, before)).isEmpty();
  }

  @Test
  void amountsAreSaidWithTheirUnitsAndSettingsAsTheyAreWritten() {
    SchedulerSettings before =
        new SchedulerSettings(Policy.FAIR, Comparison.DOMINANT, MIN, 2000, Map.of());
    SchedulerSettings after =
        new SchedulerSettings(
            Policy.FAIR,
            Comparison.DOMINANT,
            MIN,
            500,
            Map.of("root", QueueSettings.builder().smallQueueMb(100L).build()));
    assertThat(SettingsDifference.between(before, after))
        .containsExactly(
            "scheduler: preemptionWait 2000 ms becomes 500 ms",
            "root: is new",
            "root: smallQueue (unset) becomes 100 MB");
  }

  @Test
  void aDifferenceOfATemplateIsSaidOfItsSettings() {
    QueueSettings small = QueueSettings.builder().maxApplications(3).build();
    QueueSettings large = QueueSettings.builder().maxApplications(9).build();
    SchedulerSettings before = users(small);

    assertThat(SettingsDifference.between(before, users(large)))
        .containsExactly("root.users.*: maxApplications 3 becomes 9");
    assertThat(SettingsDifference.between(before, users(null)))
        .containsExactly("root.users: template (set) becomes (unset)");
    // The same number, written otherwise.
    assertThat(
            SettingsDifference.between(
                users(QueueSettings.builder().weight(new BigDecimal("1.50")).build()),
                users(QueueSettings.builder().weight(new BigDecimal("1.5")).build())))
        .isEmpty();
  }

  private static SchedulerSettings users(QueueSettings template) {
    return SchedulerSettings.of(
        Policy.FAIR, MIN, Map.of("root.users", QueueSettings.builder().template(template).build()));
  }
}
