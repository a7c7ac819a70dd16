package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberedTest {
  private final Numbered<String> numbered = new Numbered<>();

  @Test
  void aNumberIsGivenAgainOnlyAfterItsThingIsGone() {
    int first = numbered.add("a");
    int second = numbered.add("b");
    assertThat(numbered.at(first)).isEqualTo("a");
    assertThat(numbered.at(second)).isEqualTo("b");

    numbered.remove(first);
    int third = numbered.add("c");

    assertThat(third).isEqualTo(first);
    assertThat(numbered.at(third)).isEqualTo("c");
    assertThat(numbered.at(second)).isEqualTo("b");
    assertThat(numbered.add("d")).isEqualTo(2);
  }
}
