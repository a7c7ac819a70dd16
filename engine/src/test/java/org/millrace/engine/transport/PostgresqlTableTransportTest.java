package org.millrace.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

class PostgresqlTableTransportTest extends TableTransportContract {
  @Override
  Database database() {
    return Databases.postgresql();
  }

  @Test
  void aTableThatIsWrittenAnewWhileTasksAreInHandLosesNone() {
    send(job, "gone", "a", "b", "c");
    LaneConsumer lane = consumer();
    settle(lane, done(take(lane, 1), null), 0);
    List<Task> batch = take(lane, 2);

    // Rows move to where others of the same batch lay.
    db.jdbc().sql("vacuum full task").update();

    List<Outcome> one =
        Stream.concat(
                done(batch.subList(0, 1), null).stream(),
                Stream.of(new Outcome.Returned(batch.get(1))))
            .toList();
    assertThatThrownBy(() -> lane.settle(one, 0)).isInstanceOf(StaleLeaseException.class);
    assertThat(db.jdbc().sql("select count(*) from task").query(Long.class).single()).isEqualTo(3);
    assertThat(bodies(consumer().claim(10))).containsExactly("c");
  }
}
