package org.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.DeadLetter.Count;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Found;

/** A search among more letters than it looks at in one step finds the same, in more steps. */
abstract class DeadLetterSearchContract {
  private static final int WINDOW = 10;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private Database db;
  private DeadLetterSearch search;

  abstract Database database();

  @BeforeEach
  void open() {
    db = database();
    search = new DeadLetterSearch(db, WINDOW);
    for (String stage : List.of("parse", "count")) {
      db.jdbc()
          .sql("insert into lane (queue, stage) values ('root.a', :stage)")
          .param("stage", stage)
          .update();
    }
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void whatManyLettersHaveInCommonIsFoundStepByStep() {
    bury(95, "count", "order %d has no customer");

    List<Integer> sizes = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      Found found = search.find(error("customer"), next.getAsLong(), 50);
      sizes.add(found.letters().size());
      found.letters().forEach(each -> ids.add(each.id()));
      next = found.next();
    }

    assertThat(sizes).hasSizeGreaterThan(5).allMatch(size -> size <= WINDOW + 1);
    assertThat(ids)
        .hasSize(95)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void aRareErrorIsFoundAtOnceHoweverManyOthersDiedSince() {
    bury(2, "parse", "certificate %d has expired");
    bury(95, "count", "order %d has no customer");

    assertThat(search.find(error("CERTIFICATE 1 has"), 0, 50).letters())
        .extracting(DeadLetter::error)
        .containsExactly("certificate 1 has expired");
    assertThat(search.find(error("expired"), 0, 50))
        .satisfies(
            found -> {
              assertThat(found.letters()).hasSize(2);
              assertThat(found.next()).isEmpty();
            });
    assertThat(search.count(error("expired"))).isEqualTo(new Count(2, false));
  }

  @Test
  void anErrorThatNobodyHasIsKnownToBeNoneAtOnce() {
    bury(95, "count", "order %d has no customer");

    assertThat(search.find(error("certificate"), 0, 50))
        .isEqualTo(new Found(List.of(), OptionalLong.empty()));
  }

  @Test
  void aPartOfAnIdIsFoundToo() {
    bury(1, "count", "user 4f7c1c8e-4a3b-4c58-9a64-3f3a2b1c0d9e is unknown");

    for (String text : List.of("4A3B-4c58", "user 4f7c", "0d9e is", "c0d9e")) {
      assertThat(search.find(error(text), 0, 50).letters()).as(text).hasSize(1);
    }
  }

  @Test
  void theEndOfALongErrorIsFoundToo() {
    bury(1, "count", "x".repeat(300) + " at last");

    assertThat(search.find(error("at last"), 0, 50).letters()).hasSize(1);
  }

  @Test
  void aStageOfFewLettersIsFoundAtOnce() {
    bury(3, "parse", "line %d");
    bury(95, "count", "order %d");

    assertThat(search.find(stage("parse"), 0, 50).letters()).hasSize(3);
    assertThat(search.find(stage("parse"), 0, 50).next()).isEmpty();
  }

  @Test
  void aSearchOfTheLatestEndsWhereOlderOnesBegin() {
    bury(40, "count", "old %d", NOW.minusSeconds(7200));
    bury(5, "count", "new %d", NOW);
    Filter since =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(NOW.minusSeconds(60)));

    Found found = search.find(since, 0, 50);

    assertThat(found.letters()).hasSize(5);
    assertThat(found.next()).isEmpty();
    assertThat(search.count(since)).isEqualTo(new Count(5, false));
  }

  @Test
  void aCountThatEndsEarlySaysSo() {
    bury(95, "count", "order %d has no customer");

    Count count = search.count(error("customer"));

    assertThat(count.more()).isTrue();
    assertThat(count.letters()).isBetween((long) WINDOW, 95L);
    assertThat(search.count(Filter.ALL)).isEqualTo(new Count(95, false));
  }

  @Test
  void kindsAreThoseOfTheDatabaseAndOfThisProgramAlike() {
    List<String> errors =
        List.of(
            "order 17 of 4f7c1c8e-4a3b-4c58-9a64-3f3a2b1c0d9e is unknown",
            "digest 00ff00ff00ff00ff00ff differs, face is none",
            "DEADBEEFDEADBEEF01 and deadbeef01",
            "1",
            "é".repeat(250));
    errors.forEach(each -> bury(1, "count", each.replace("%", "%%")));

    assertThat(search.kinds(100))
        .containsExactlyInAnyOrderElementsOf(
            errors.stream().map(ErrorKind::of).distinct().toList());
    assertThat(search.newestOf("#").orElseThrow().error()).isEqualTo("1");
  }

  private void bury(int count, String stage, String error) {
    bury(count, stage, error, NOW);
  }

  private void bury(int count, String stage, String error, Instant at) {
    for (int i = 1; i <= count; i++) {
      db.jdbc()
          .sql(
              """
              insert into dead_letter (uid, lane_id, job_id, attempt, content_type, body, errors, error, died_at)
              values (:uid, (select id from lane where stage = :stage), 1, 3, 'none', :body, '[]', :error, :at)
              """)
          .param("uid", UUID.randomUUID())
          .param("stage", stage)
          .param("body", new byte[] {1})
          .param("error", error.formatted(i))
          .param("at", Timestamp.from(at))
          .update();
    }
  }

  private static Filter error(String text) {
    return new Filter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text), Optional.empty());
  }

  private static Filter stage(String name) {
    return new Filter(
        Optional.empty(), Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
