package org.millrace.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.millrace.engine.ledger.DeadLetter;

class LetterGroupTest {
  private static final LettersQuery ALL = new LettersQuery(null, null, null, null, null);

  @Test
  void errorsThatDifferInNumbersAndIdsAreOneGroupAndTheLargestComesFirst() {
    List<LetterGroup> groups =
        LetterGroup.of(
            List.of(
                letter("parse", "no host"),
                letter("check", "order 17 of 4f7c1c8e-4a3b-4c58-9a64-3f3a2b1c0d9e is unknown"),
                letter("check", "order 4 of 0f7c1c8e-4a3b-4c58-9a64-3f3a2b1c0d9e is unknown")),
            ALL);

    assertThat(groups).extracting(LetterGroup::count).containsExactly(2L, 1L);
    assertThat(groups.get(0).pattern()).isEqualTo("order # of # is unknown");
  }

  @Test
  void itsFilterHoldsEveryLetterOfIt() {
    LetterGroup group =
        LetterGroup.of(List.of(letter("check", "a 1 is unknown, 22 b")), ALL).get(0);

    assertThat(group.query().stage()).isEqualTo("check");
    assertThat("a 1 is unknown, 22 b").contains(group.query().error());
    assertThat("a 999 is unknown, 0 b").contains(group.query().error());
  }

  @Test
  void stagesAreNotMixed() {
    assertThat(LetterGroup.of(List.of(letter("a", "same"), letter("b", "same")), ALL)).hasSize(2);
  }

  private static DeadLetter letter(String stage, String error) {
    return new DeadLetter(1, 1, stage, "root.a", 3, error, Instant.parse("2026-11-21T12:00:00Z"));
  }
}
