package org.millrace.scheduling.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;

class SettingsCheckTest {
  private static final Resources MIN = Resources.of(1, 0);

  static Stream<QueueSettings.Builder> whatIsJustAllowed() {
    return Stream.of(
        queue().weight(new BigDecimal("0.000001")),
        queue().weight(new BigDecimal("1000000000")),
        queue().weight(new BigDecimal("2.50000000")),
        queue().capacity(100),
        queue().capacity(new BigDecimal("33.3333")).maxCapacity(new BigDecimal("33.3333")),
        queue().capacity(0).maxCapacity(0),
        queue().maxAmShare(1),
        queue().maxAmShare(new BigDecimal("0.0001")),
        queue().maxApplications(1),
        queue().nodeLocalityDelay(-1),
        queue().smallQueueMb(0));
  }

  @ParameterizedTest
  @MethodSource("whatIsJustAllowed")
  void whatIsJustAllowedIsTaken(QueueSettings.Builder queue) {
    assertThatCode(() -> check(queue.build())).doesNotThrowAnyException();
  }

  static Stream<Arguments> whatIsJustNot() {
    return Stream.of(
        Arguments.of(queue().weight(new BigDecimal("0")), "root.a: weight must be above 0"),
        Arguments.of(queue().weight(new BigDecimal("1000000001")), "root.a: weight must be"),
        Arguments.of(queue().weight(new BigDecimal("0.0000015")), "at most six decimals"),
        Arguments.of(queue().capacity(-1), "root.a: capacity must be a percentage"),
        Arguments.of(queue().maxCapacity(101), "root.a: maxCapacity must be a percentage"),
        Arguments.of(
            queue().capacity(new BigDecimal("0.00001")), "root.a: capacity must be a percentage"),
        Arguments.of(
            queue().capacity(51).maxCapacity(50),
            "root.a: capacity must be at most maxCapacity, which is 50"),
        Arguments.of(queue().maxAmShare(0), "root.a: maxAmShare must be above 0 and at most 1"),
        Arguments.of(
            queue().maxAmShare(new BigDecimal("1.01")), "root.a: maxAmShare must be above 0"),
        Arguments.of(queue().maxApplications(0), "root.a: maxApplications must be at least 1"),
        Arguments.of(
            queue().nodeLocalityDelay(-2), "root.a: nodeLocalityDelay must be at least -1"),
        Arguments.of(queue().smallQueueMb(-1), "root.a: smallQueueMb must be at least 0"));
  }

  @ParameterizedTest
  @MethodSource("whatIsJustNot")
  void whatIsJustNotAllowedIsNamed(QueueSettings.Builder queue, String error) {
    assertThatThrownBy(() -> check(queue.build()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(error);
  }

  @Test
  void aWaitBelowZeroIsNamed() {
    assertThatThrownBy(
            () -> new SchedulerSettings(Policy.FAIR, Comparison.MEMORY, MIN, -1, Map.of()))
        .hasMessageContaining("scheduler: preemptionWait must be at least 0 ms, was \"-1\"");
  }

  @Test
  void siblingsMayHaveAHundredPercentAndNoMore() {
    QueueSettings half = queue().capacity(50).build();
    assertThatCode(
            () ->
                SchedulerSettings.of(Policy.CAPACITY, MIN, Map.of("root.a", half, "root.b", half)))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                SchedulerSettings.of(
                    Policy.CAPACITY,
                    MIN,
                    Map.of(
                        "root.a",
                        half,
                        "root.b",
                        queue().capacity(new BigDecimal("50.1")).build())))
        .hasMessageContaining("was \"100.1\"");
  }

  @Test
  void aPathBeginsWithRootAndHasNoBlanks() {
    for (String wrong : new String[] {"a", "root.", "root..a", "root.a b", "rooted"}) {
      assertThat(QueuePath.isValid(wrong)).as(wrong).isFalse();
      assertThatThrownBy(
              () -> SchedulerSettings.of(Policy.FAIR, MIN, Map.of(wrong, queue().build())))
          .hasMessageContaining("must be root or a path below it without blanks");
    }
    assertThat(QueuePath.parent("root.a.b")).contains("root.a");
    assertThat(QueuePath.parent("root")).isEmpty();
  }

  private static void check(QueueSettings queue) {
    SchedulerSettings.of(Policy.FAIR, MIN, Map.of("root.a", queue));
  }

  private static QueueSettings.Builder queue() {
    return QueueSettings.builder();
  }
}
