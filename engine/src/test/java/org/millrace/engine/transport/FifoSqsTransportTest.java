package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.millrace.engine.ledger.MovedJobs;
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
    int half = Math.max(2, together());
    List<String> sent = IntStream.range(0, 2 * half).mapToObj(Integer::toString).toList();
    send(job, sent.toArray(String[]::new));
    LaneConsumer one = consumer();
    LaneConsumer other = consumer();

    List<Task> first = take(one, half);
    assertThat(bodies(first)).isEqualTo(sent.subList(0, half));
    assertThat(other.claim(half)).isEmpty();
    one.settle(done(first, null), 0);

    assertThat(bodies(take(other, half))).isEqualTo(sent.subList(half, 2 * half));
    assertThat(one.claim(10)).isEmpty();
  }

  @Test
  void aJobThatIsMovedAwayAndBackLosesNoTask() {
    MovedJobs moved = new MovedJobs(db, transports);
    send(job, "1", "2");

    for (String to : List.of("root.partners.new", QUEUE)) {
      String from = to.equals(QUEUE) ? "root.partners.new" : QUEUE;
      ledger().move(job, from, to);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                moved.lookAgain();
                moved.sweep();
                pump();
                return db.jdbc().sql("select count(*) from moved_job").query(Long.class).single()
                    == 0;
              });
    }

    assertThat(bodies(take(consumer(), 2))).containsExactly("1", "2");
  }
}
