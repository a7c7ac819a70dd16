package org.millrace.manager.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("combined", "common", "json");

  @Test
  void findsTheNearestName() {
    assertThat(DidYouMean.nearest("comined", KNOWN)).contains("combined");
    assertThat(DidYouMean.nearest("JSON", KNOWN)).contains("json");
    assertThat(DidYouMean.nearest("jsno", KNOWN)).isEmpty();
    assertThat(DidYouMean.nearest("jsn", KNOWN)).contains("json");
  }

  @Test
  void listsTheNamesWhenNoneIsNear() {
    assertThat(DidYouMean.remedy("xml", KNOWN)).isEqualTo("known: combined, common, json");
    assertThat(DidYouMean.remedy("xml", List.of())).isEqualTo("there are none");
  }
}
