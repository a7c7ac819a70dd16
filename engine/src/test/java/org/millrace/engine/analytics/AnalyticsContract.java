package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.analytics.Analytics.By;
import org.millrace.engine.analytics.Analytics.Filter;
import org.millrace.engine.db.Database;

/** What statistics promise, on every database. */
abstract class AnalyticsContract {
  private static final Dimensions PARSE_ACME = new Dimensions("parse", "root.acme", "acme", "logs");
  private static final Dimensions PARSE_ZETA = new Dimensions("parse", "root.zeta", "zeta", "logs");
  private static final Dimensions SPLIT_ACME = new Dimensions("split", "root.acme", "acme", "logs");

  private Instant now = Instant.parse("2026-11-21T13:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final Meter meter = new Meter();
  private Optional<Duration> kept = Optional.of(Duration.ofDays(90));
  private Database db;
  private AnalyticsRecorder recorder;
  private Analytics analytics;

  abstract Database database();

  @BeforeEach
  void open() {
    db = database();
    meter.begin();
    recorder = new AnalyticsRecorder(meter, db, () -> true, () -> kept, clock);
    analytics = new Analytics(db, clock);
  }

  @AfterEach
  void close() {
    recorder.close();
    db.close();
  }

  @Test
  void whatWasSeenIsFoundByMinuteAndPlace() {
    meter.counted(PARSE_ACME, 5, 3, 2, 1);
    meter.counted(PARSE_ZETA, 1, 1, 0, 0);
    ran(meter, PARSE_ACME, 20_000_000, 500, 100);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(1));
    recorder.flush();
    meter.counted(PARSE_ACME, 0, 2, 0, 0);
    now = now.plus(Duration.ofSeconds(10));
    meter.counted(SPLIT_ACME, 7, 0, 0, 0);
    recorder.flush();

    Series all = one(By.ALL, Filter.ALL, "all");
    assertThat(all.in()).endsWith(0, 6, 7);
    assertThat(all.done()).endsWith(4, 2);
    assertThat(all.failed()).endsWith(2, 0);
    assertThat(all.dead()).endsWith(1, 0);
    assertThat(all.bytes()).endsWith(100, 0);
    assertThat(one(By.QUEUE, Filter.ALL, "root.zeta").done()).endsWith(1, 0);
    assertThat(one(By.STAGE, Filter.ALL, "split").in()).endsWith(0, 7);
    Filter acme =
        new Filter(Optional.of("acme"), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(one(By.PIPELINE, acme, "logs").done()).endsWith(3, 2);
    Filter above =
        new Filter(Optional.empty(), Optional.of("root"), Optional.empty(), Optional.empty());
    assertThat(one(By.PIPELINE, above, "logs").done()).endsWith(4, 2);
  }

  @Test
  void processesAreAddedUpAndMergingChangesNoAnswer() {
    for (int process = 0; process < 3; process++) {
      Meter other = new Meter();
      other.begin();
      try (AnalyticsRecorder writer =
          new AnalyticsRecorder(other, db, () -> false, () -> kept, clock)) {
        for (int i = 1; i <= 1000; i++) {
          ran(other, PARSE_ACME, i * 1_000_000L, i, 1);
        }
        other.counted(PARSE_ACME, 10, 10, 0, 0);
      }
    }
    recorder.lead();
    Series before = one(By.ALL, Filter.ALL, "all");
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();

    assertThat(count("merged = true and stage = 'parse'")).isEqualTo(1);
    Series after = one(By.ALL, Filter.ALL, "all");
    int was = before.in().length - 1;
    int is = was - 3;
    assertThat(after.done()[is]).isEqualTo(before.done()[was]).isEqualTo(30);
    assertThat(after.bytes()[is]).isEqualTo(3000);
    assertThat(after.runP50Ms()[is]).isEqualTo(before.runP50Ms()[was]);
    assertThat(after.runP50Ms()[is]).isCloseTo(500, within(10.0));
    assertThat(after.runP95Ms()[is]).isCloseTo(950, within(20.0));
    assertThat(after.waitP95Ms()[is]).isCloseTo(950, within(20.0));
  }

  @Test
  void whatComesLateIsMergedTooAndCountedOnce() {
    meter.counted(PARSE_ACME, 1, 0, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();
    now = now.plus(Duration.ofMinutes(-3));
    recorder.flush();
    meter.counted(PARSE_ACME, 1, 0, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();
    recorder.lead();

    assertThat(Arrays.stream(one(By.ALL, Filter.ALL, "all").in()).sum()).isEqualTo(2);
    assertThat(count("stage = 'parse'")).isEqualTo(1);
  }

  @Test
  void aMinuteThatComesAfterItsHourWasMadeIsAddedToIt() {
    counted(3);
    now = now.plus(Duration.ofHours(2));
    counted(4);
    now = now.plus(Duration.ofHours(30));
    for (int i = 0; i < 4; i++) {
      recorder.lead();
    }
    assertThat(count("seconds = 3600 and stage = 'parse'")).isEqualTo(2);
    now = now.plus(Duration.ofHours(-32));
    counted(2);
    now = now.plus(Duration.ofHours(32));
    Optional<String> none = Optional.empty();
    Filter places = new Filter(Optional.of("acme"), none, Optional.of("logs"), none);
    Filter queue = new Filter(none, Optional.of("root.acme"), none, none);

    for (Filter filter : List.of(Filter.ALL, places, queue)) {
      assertThat(entered(By.ALL, filter)).as("before it is merged").isEqualTo(9);
      assertThat(entered(By.PIPELINE, filter)).isEqualTo(9);
    }
    recorder.lead();
    assertThat(entered(By.ALL, Filter.ALL)).isEqualTo(9);
    assertThat(entered(By.PIPELINE, places)).isEqualTo(9);
  }

  @Test
  void whoReadsWhileStatisticsAreMergedSeesEachOnce() throws Exception {
    for (int minute = 0; minute < 120; minute++) {
      counted(1);
    }
    ExecutorService leader = Executors.newSingleThreadExecutor();
    try {
      Future<?> merging =
          leader.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  recorder.lead();
                }
              });
      while (!merging.isDone()) {
        assertThat(entered(By.ALL, Filter.ALL)).isEqualTo(120);
      }
      merging.get();
    } finally {
      leader.shutdownNow();
    }
    assertThat(count("merged = true and stage = 'parse'")).isPositive();
  }

  private void counted(int entered) {
    // What is counted from here on belongs to this minute.
    recorder.flush();
    meter.counted(PARSE_ACME, entered, 0, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(1));
    recorder.flush();
  }

  private long entered(By by, Filter filter) {
    return analytics.read(48 * 60, by, filter).series().stream()
        .flatMapToLong(each -> Arrays.stream(each.in()))
        .sum();
  }

  @Test
  void afterADayHoursAreKeptAndTheSumsStay() {
    for (int minute = 0; minute < 90; minute++) {
      meter.counted(PARSE_ACME, 2, 1, 0, 0);
      ran(meter, PARSE_ACME, 1_000_000, 1, 1);
      recorder.flush();
      now = now.plus(Duration.ofMinutes(1));
      recorder.flush();
    }
    now = now.plus(Duration.ofHours(30));
    recorder.lead();
    recorder.lead();

    assertThat(count("seconds = 60 and stage = 'parse'")).isZero();
    assertThat(count("seconds = 3600 and stage = 'parse'")).isEqualTo(2);
    Analytics.Answer answer = analytics.read(48 * 60, By.ALL, Filter.ALL);
    assertThat(answer.stepSeconds()).isEqualTo(3600);
    assertThat(answer.series().get(0).in()).hasSize(48).contains(120, 60);
    assertThat(answer.series().get(0).runP50Ms())
        .containsNull()
        .anyMatch(each -> each != null && Math.abs(each - 1) < 0.01);
  }

  @Test
  void sumsSayTheSameAsThePlacesTheyAreMadeOf() {
    for (int minute = 0; minute < 8; minute++) {
      meter.counted(PARSE_ACME, 5, 3, 2, 1);
      meter.counted(PARSE_ZETA, 1, 1, 0, 0);
      meter.counted(SPLIT_ACME, 7, 7, 0, 0);
      ran(meter, PARSE_ACME, 20_000_000L * (minute + 1), 500, 100);
      ran(meter, SPLIT_ACME, 1_000_000L, 5, 10);
      recorder.flush();
      recorder.lead();
      now = now.plus(Duration.ofMinutes(1));
      recorder.flush();
    }
    assertThat(count("merged = true")).as("some is summed").isPositive();
    assertThat(count("merged = false")).as("and some is not yet").isPositive();
    Optional<String> none = Optional.empty();
    // A filter that holds for all of it makes the reader go by places.
    Optional<String> logs = Optional.of("logs");
    for (By by : By.values()) {
      assertThat(analytics.read(60, by, Filter.ALL))
          .usingRecursiveComparison()
          .isEqualTo(analytics.read(60, by, new Filter(none, Optional.of("root"), logs, none)));
    }
    for (String queue : new String[] {"root", "root.acme", "root.nobody"}) {
      assertThat(analytics.read(60, By.ALL, new Filter(none, Optional.of(queue), none, none)))
          .as(queue)
          .usingRecursiveComparison()
          .isEqualTo(analytics.read(60, By.ALL, new Filter(none, Optional.of(queue), logs, none)));
    }
    assertThat(analytics.lately(60).get("parse").runP95Ms()).isCloseTo(160, within(2.0));
    assertThat(analytics.lately(60).get("parse").waitP95Ms()).isCloseTo(500, within(5.0));
    // Eight rounds of four, of which the first began on the hour; this minute has just begun.
    assertThat(analytics.lately(60).get("parse").perSecond())
        .isCloseTo(8 * 4 / 3540.0, within(0.0001));
  }

  @Test
  void ofVeryManyTheBusiestCome() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 120; i++) {
        Dimensions at = new Dimensions("parse", "root.q" + i, "s" + i, "logs");
        // Those that were busy at first are not those that are busy now: both count.
        meter.counted(at, 0, i == 7 && round == 0 ? 1000 : i == 8 && round == 1 ? 1000 : i, 0, 0);
      }
      recorder.flush();
      now = now.plus(Duration.ofMinutes(3));
      if (round == 0) {
        recorder.lead();
      }
      recorder.flush();
    }
    for (By by : new By[] {By.QUEUE, By.SOURCE}) {
      Analytics.Answer answer = analytics.read(60, by, Filter.ALL);
      String prefix = by == By.QUEUE ? "root.q" : "s";

      assertThat(answer.series()).hasSize(100);
      assertThat(answer.omitted()).isEqualTo(20);
      assertThat(answer.series())
          .extracting(Series::name)
          .contains(prefix + 7, prefix + 8, prefix + 119)
          .doesNotContain(prefix + 0, prefix + 21);
      assertThat(one(by, Filter.ALL, prefix + 8).done()).contains(8, 1000);
    }
  }

  @Test
  void whoWasBusyBeforeTheTimeThatIsAskedForDoesNotPushOutWhoIsBusyInIt() {
    Dimensions late = new Dimensions("parse", "root.late", "late", "logs");
    for (int i = 0; i < 120; i++) {
      meter.counted(new Dimensions("parse", "root.q" + i, "s" + i, "logs"), 0, 1000, 0, 0);
    }
    recorder.flush();
    now = now.plus(Duration.ofMinutes(40));
    recorder.flush();
    meter.counted(late, 0, 3, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();

    assertThat(count("merged = false and stage <> ''")).as("all is merged").isZero();
    for (By by : new By[] {By.QUEUE, By.SOURCE}) {
      Analytics.Answer lately = analytics.read(10, by, Filter.ALL);
      assertThat(lately.series()).extracting(Series::name).containsExactly(name(by, late));
      assertThat(lately.omitted()).isZero();
      assertThat(analytics.read(60, by, Filter.ALL).omitted()).isEqualTo(21);
    }
  }

  @Test
  void minutesOfAnHourThatWasMadeAreForgotten() {
    meter.counted(PARSE_ACME, 0, 3, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();
    assertThat(busyHours("minutes is not null")).isEqualTo(2);
    now = now.plus(Duration.ofHours(30));
    recorder.lead();

    assertThat(busyHours("minutes is not null")).isZero();
    assertThat(busyHours("busy = 3")).isEqualTo(2);
  }

  private long busyHours(String condition) {
    return db.jdbc()
        .sql("select count(*) from analytics_busy where " + condition)
        .query(Long.class)
        .single();
  }

  private static void ran(Meter meter, Dimensions at, long nanos, long waitedMillis, long bytes) {
    meter.ran(List.of(new TaskMeter.Ran(at, nanos, waitedMillis, bytes)));
  }

  private static String name(By by, Dimensions at) {
    return by == By.QUEUE ? at.queue() : at.source();
  }

  @Test
  void readingsOfVeryManyPlacesAreWrittenOnceAMinute() {
    activeJobs(250);
    for (int reading = 0; reading < 12; reading++) {
      recorder.lead();
      now = now.plus(Duration.ofSeconds(5));
    }
    assertThat(count("waiting > 0")).as("within the minute").isZero();
    recorder.lead();

    assertThat(count("waiting > 0")).isEqualTo(250);
    now = now.plus(Duration.ofMinutes(2));
    recorder.lead();
    assertThat(one(By.ALL, Filter.ALL, "all").waiting()).contains(250 * 4.0);
    assertThat(one(By.QUEUE, Filter.ALL, "root.q1").waiting()).contains(4.0);
  }

  /** Each in a queue of its own, with four tasks waiting. */
  private void activeJobs(int count) {
    for (int i = 0; i < count; i++) {
      db.jdbc()
          .sql(
              """
              insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                               disposal, settings, state, outstanding, dead, submitted_at, started_at)
              values ('logs', 'root.q' || :i, 's', 'o', 'inbox', 'k' || :i, 'e', 1, 'KEEP', '{}', 'ACTIVE', 4, 0,
                      current_timestamp, current_timestamp)
              """)
          .param("i", Integer.toString(i))
          .update();
    }
    db.jdbc()
        .sql(
            """
            insert into job_stage (job_id, stage, created, done, failed, dead)
            select id, 'parse', 4, 0, 0, 0 from job
            """)
        .update();
  }

  @Test
  void aQueueAndThoseBelowItAreFoundByThemselves() {
    meter.counted(PARSE_ACME, 5, 3, 0, 0);
    meter.counted(new Dimensions("parse", "root.acme2", "acme", "logs"), 1, 1, 0, 0);
    meter.counted(new Dimensions("parse", "root.zeta.a", "zeta", "logs"), 2, 2, 0, 0);
    recorder.flush();
    now = now.plus(Duration.ofMinutes(3));
    recorder.lead();
    Optional<String> none = Optional.empty();

    assertThat(
            analytics
                .read(60, By.QUEUE, new Filter(none, Optional.of("root.acme"), none, none))
                .series())
        .extracting(Series::name)
        .containsExactly("root.acme");
    assertThat(
            analytics
                .read(60, By.QUEUE, new Filter(none, Optional.of("root.zeta"), none, none))
                .series())
        .singleElement()
        .satisfies(each -> assertThat(each.done()).contains(2));
  }

  @Test
  void lateMinutesOfAnHourThatWasMadeAreAddedToIt() {
    for (int time = 0; time < 2; time++) {
      meter.counted(PARSE_ACME, 2, 1, 0, 0);
      recorder.flush();
      now = now.plus(Duration.ofHours(30));
      recorder.lead();
      recorder.lead();
      now = now.plus(Duration.ofHours(-30));
      recorder.flush();
    }
    now = now.plus(Duration.ofHours(30));

    assertThat(count("stage = 'parse'")).isEqualTo(1);
    long[] in = analytics.read(48 * 60, By.ALL, Filter.ALL).series().get(0).in();
    assertThat(Arrays.stream(in).sum()).isEqualTo(4);
  }

  @Test
  void whatIsOldGoes() {
    meter.counted(PARSE_ACME, 1, 0, 0, 0);
    recorder.flush();
    kept = Optional.of(Duration.ofDays(2));
    now = now.plus(Duration.ofDays(1));
    recorder.lead();
    assertThat(count("stage = 'parse'")).isEqualTo(1);
    now = now.plus(Duration.ofDays(2));
    recorder.lead();
    assertThat(count("stage = 'parse'")).isZero();
    assertThat(busyHours("1 = 1")).isZero();
  }

  @Test
  void aBacklogNobodyReadIsUnknownNotZero() {
    meter.counted(PARSE_ACME, 1, 0, 0, 0);
    recorder.flush();
    assertThat(one(By.ALL, Filter.ALL, "all").waiting()).endsWith((Double) null);
    recorder.lead();
    assertThat(one(By.ALL, Filter.ALL, "all").waiting()).endsWith(0.0);
  }

  @Test
  void atMost1440PointsComeHoweverLongTheTime() {
    for (int minutes : new int[] {1, 60, 1440, 1441, 20_000, 200_000}) {
      Analytics.Answer answer = analytics.read(minutes, By.ALL, Filter.ALL);
      assertThat(answer.series().get(0).in().length).isBetween(1, 1440);
      assertThat(answer.stepSeconds() * answer.series().get(0).in().length)
          .isGreaterThanOrEqualTo(minutes * 60L);
    }
  }

  private Series one(By by, Filter filter, String name) {
    return analytics.read(60, by, filter).series().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private long count(String condition) {
    return db.jdbc()
        .sql("select count(*) from analytics where " + condition)
        .query(Long.class)
        .single();
  }
}
