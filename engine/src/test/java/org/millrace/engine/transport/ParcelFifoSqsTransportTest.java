package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/** FIFO queues with several tasks in a message. */
class ParcelFifoSqsTransportTest extends FifoSqsTransportTest {
  @Override
  int together() {
    return 3;
  }

  @Test
  void whatIsNotRunOfAMessageComesBeforeWhatWasSentAfterIt() {
    List<String> sent = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
    for (int i = 0; i < sent.size(); i += 5) {
      send(job, sent.subList(i, i + 5).toArray(String[]::new));
    }

    LaneConsumer lane = consumer();
    List<String> ran = new ArrayList<>();
    List<Task> batch = take(lane, 3);
    while (!batch.isEmpty()) {
      ran.add(bodies(batch).get(0));
      List<Outcome> outcomes = new ArrayList<>(done(batch.subList(0, 1), null));
      batch.subList(1, batch.size()).forEach(each -> outcomes.add(new Outcome.Returned(each)));
      batch = lane.settle(outcomes, 7);
    }
    assertThat(ran).containsExactlyElementsOf(sent);
    assertThat(counted()).isEqualTo(sent.size());
  }
}
