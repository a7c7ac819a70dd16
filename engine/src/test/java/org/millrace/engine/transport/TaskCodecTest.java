package org.millrace.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Failure;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.TaskCodec.Sealed;

class TaskCodecTest {
  private static final String LANE = "millrace.parse.root";

  private static Database db;
  private static TaskCodec codec;

  @BeforeAll
  static void begin() {
    db = Databases.h2();
    codec = new TaskCodec(Seal.of(db));
  }

  @AfterAll
  static void end() {
    db.close();
  }

  @Test
  void everythingThatATaskHasArrives() {
    List<Failure> failures = List.of(new Failure(1, Instant.EPOCH, "node-ä", "no „such“ thing"));
    Task task =
        new Task(
            0,
            UUID.randomUUID(),
            7,
            2,
            true,
            "{\"naïve\":\"日本\"}",
            new Body("text/plain; x=ü", "body".getBytes(UTF_8)),
            failures);

    arrives(new Sealed(task, UUID.randomUUID()));
  }

  @Test
  void whatATaskLacksItLacksThere() {
    Task task =
        new Task(
            0,
            UUID.randomUUID(),
            Long.MAX_VALUE,
            0,
            false,
            null,
            new Body("", new byte[0]),
            List.of());

    arrives(new Sealed(task, null));
  }

  @Test
  void aMessageThatWasAlteredAnywhereIsRefused() {
    byte[] message = codec.write(LANE, new Sealed(some(), null));

    for (int i = 0; i < message.length; i++) {
      byte[] altered = message.clone();
      altered[i] ^= 1;
      assertThat(codec.read(LANE, altered)).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void aMessageOfAnotherLaneOrNoneIsRefused() {
    byte[] message = codec.write(LANE, new Sealed(some(), null));

    assertThat(codec.read(LANE + "2", message)).isEmpty();
    assertThat(codec.read(LANE, new byte[0])).isEmpty();
    assertThat(codec.read(LANE, new byte[Seal.LENGTH])).isEmpty();
  }

  private static Task some() {
    return new Task(
        0, UUID.randomUUID(), 1, 0, false, null, new Body("x", new byte[] {1}), List.of());
  }

  private static void arrives(Sealed sent) {
    Sealed read = codec.read(LANE, codec.write(LANE, sent)).orElseThrow();

    assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(sent);
  }
}
