package org.millrace.manager.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("combined", "common", "json");

  @Test
  void findsTheNearestNameWhateverItsCase() {
    assertThat(DidYouMean.remedy("comined", KNOWN)).isEqualTo("did you mean \"combined\"?");
    assertThat(DidYouMean.remedy("JSON", KNOWN)).isEqualTo("did you mean \"json\"?");
    assertThat(DidYouMean.remedy("jsno", KNOWN)).isEqualTo("did you mean \"json\"?");
  }

  @Test
  void listsTheNamesWhenNoneIsNear() {
    assertThat(DidYouMean.remedy("protobuf", KNOWN)).isEqualTo("known: combined, common, json");
    assertThat(DidYouMean.remedy("protobuf", List.of())).isEqualTo("there are none");
  }
}
