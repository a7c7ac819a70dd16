package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTargetTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/jobs/12", "/jobs?state=failed&x=%2F", "/queues/root.a-b_c"})
  void aPageOfOursIsGoneBackTo(String path) {
    assertThat(LoginTarget.safe(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "jobs",
        "//evil.example",
        "/\\evil.example",
        "/a\\..\\b",
        "https://evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "/ /evil.example",
        "/\t/evil.example",
        "/login",
        "/login?next=/login",
        "/%zz"
      })
  void everythingElseIsTheStartPage(String path) {
    assertThat(LoginTarget.safe(path)).isEqualTo("/");
  }
}
