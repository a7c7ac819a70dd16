package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.sqs.SqsSettings;

class FifoSqsTransportTest extends SqsTransportContract {
  @Override
  SqsSettings settings() {
    return super.settings().withFifo(true);
  }

  /** A job's next ten come when the ten before are settled. */
  @Override
  int many() {
    return 200;
  }

  /** One container at a time has a job's tasks of a lane, or they would not stay in order. */
  @Test
  @Override
  void noTaskIsClaimedTwice() {
    send(job, "1", "2", "3", "4");
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();

    List<Task> first = take(one, 2);
    assertThat(bodies(first)).containsExactly("1", "2");
    assertThat(other.claim(2)).isEmpty();
    one.settle(done(first, null), 0);

    assertThat(bodies(take(other, 2))).containsExactly("3", "4");
    assertThat(one.claim(10)).isEmpty();
  }
}
