package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final long MILLI = 1_000_000L;

  @Test
  void quickTasksAreClaimedByTheHundredAndSlowOnesOneByOne() {
    BatchSize quick = new BatchSize();
    quick.ran(8, 8 * MILLI / 10);
    assertThat(quick.next(100, 100)).isEqualTo(100);

    BatchSize slow = new BatchSize();
    slow.ran(1, 3000 * MILLI);
    assertThat(slow.next(100, 100)).isEqualTo(1);
  }

  @Test
  void aTaskOfTenMillisecondsIsClaimedInBatchesOfATenthOfASecond() {
    BatchSize size = new BatchSize();
    size.ran(8, 80 * MILLI);
    assertThat(size.next(100, 100)).isEqualTo(10);
  }

  @Test
  void neverMoreThanTheStageAllowsAndNeverNone() {
    BatchSize size = new BatchSize();
    assertThat(size.next(1, 1)).isEqualTo(1);
    size.ran(1, Long.MAX_VALUE / 2);
    assertThat(size.next(5, 5)).isEqualTo(1);
  }
}
