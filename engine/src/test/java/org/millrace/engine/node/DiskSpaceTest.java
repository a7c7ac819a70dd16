package org.millrace.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.ledger.JobState;

/**
 * A disk that has less room than is to be kept: nothing comes in, nothing runs, nothing is lost.
 */
class DiskSpaceTest {
  private static final long MORE_THAN_THERE_IS = Long.MAX_VALUE;

  @TempDir Path folder;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean fails;
  private EngineHarness harness;

  @BeforeEach
  void start() throws Exception {
    harness =
        new EngineHarness(
            Databases.h2(),
            EngineHarness.settings(2).on(new DiskSpace(folder, kept::get)),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:write?maxAttempts=1")
                    .process(
                        exchange -> {
                          attempts.incrementAndGet();
                          if (fails) {
                            kept.set(MORE_THAN_THERE_IS);
                            throw new java.io.IOException("No space left on device");
                          }
                        });
              }
            });
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void nothingIsTakenInAndTheReasonIsSaid() throws Exception {
    long known = harness.open("write", "a.log", "");
    kept.set(MORE_THAN_THERE_IS);

    assertThatThrownBy(() -> harness.open("write", "b.log", ""))
        .isInstanceOf(RefusalException.class)
        .hasMessageContaining("disk of " + folder)
        .hasMessageContaining("make room, or lower millrace.node.keepFree");
    assertThat(harness.engine.ledger().find(known)).isPresent();

    kept.set(0);
    assertThat(harness.open("write", "b.log", "")).isGreaterThan(known);
  }

  @Test
  void whatWaitsIsRunWhenThereIsRoomAgain() throws Exception {
    kept.set(MORE_THAN_THERE_IS);
    await().until(() -> harness.engine.nodes().live().get(0).shortOfDisk());
    kept.set(0);
    long job = harness.open("write", "a.log", "");
    kept.set(MORE_THAN_THERE_IS);
    for (int i = 0; i < 20; i++) {
      harness.cycle();
    }
    assertThat(attempts).hasValue(0);

    kept.set(0);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              harness.cycle();
              return harness.engine.ledger().find(job).orElseThrow().state() == JobState.COMPLETED;
            });
    assertThat(attempts).hasValue(1);
  }

  @Test
  void anAttemptThatFailsForWantOfRoomIsNotCounted() throws Exception {
    fails = true;
    long job = harness.open("write", "a.log", "");
    await()
        .until(
            () -> {
              harness.cycle();
              return attempts.get() == 1
                  && harness.engine.nodes().live().get(0).shortOfDisk()
                  && harness.engine.containers().isEmpty();
            });
    assertThat(harness.engine.ledger().find(job).orElseThrow().state()).isEqualTo(JobState.ACTIVE);

    fails = false;
    kept.set(0);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              harness.cycle();
              return harness.engine.ledger().find(job).orElseThrow().state() == JobState.COMPLETED;
            });
    assertThat(harness.engine.ledger().find(job).orElseThrow().stages())
        .allSatisfy(stage -> assertThat(stage.dead()).isZero());
  }
}
