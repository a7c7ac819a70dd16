package org.millrace.manager.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  @ParameterizedTest
  @EnumSource(Scope.class)
  void aTokenNeverMayMoreThanItsOwner(Scope scope) {
    for (Role role : Role.values()) {
      List<String> more = new ArrayList<>(scope.authorities(role));
      more.removeAll(role.authorities());
      // Administrators may scrape by their role.
      more.removeIf(each -> each.equals(Scope.MAY_SCRAPE) && role == Role.ADMIN);
      assertThat(more).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "METRICS, ADMIN,    SCOPE_metrics",
    "METRICS, OPERATOR, ''",
    "READ,    ADMIN,    ROLE_VIEWER",
    "SUBMIT,  ADMIN,    ROLE_VIEWER MAY_SUBMIT",
    "SUBMIT,  VIEWER,   ROLE_VIEWER",
    "OPERATE, ADMIN,    ROLE_VIEWER ROLE_OPERATOR MAY_SUBMIT",
    "OPERATE, VIEWER,   ROLE_VIEWER",
    "ADMIN,   OPERATOR, ROLE_VIEWER ROLE_OPERATOR MAY_SUBMIT",
    "ADMIN,   ADMIN,    ROLE_VIEWER ROLE_OPERATOR ROLE_ADMIN MAY_SUBMIT",
  })
  void givesWhatItSaysAsFarAsTheOwnerHasIt(Scope scope, Role owner, String authorities) {
    assertThat(scope.authorities(owner))
        .containsExactlyInAnyOrderElementsOf(
            authorities.isEmpty() ? List.of() : List.of(authorities.split(" ")));
  }

  @Test
  void aScopeBeyondTheRoleIsNotWithinIt() {
    assertThat(Scope.METRICS.within(Role.OPERATOR)).isFalse();
    assertThat(Scope.READ.within(Role.VIEWER)).isTrue();
    assertThat(Scope.SUBMIT.within(Role.VIEWER)).isFalse();
    assertThat(Scope.OPERATE.within(Role.OPERATOR)).isTrue();
    assertThat(Scope.ADMIN.within(Role.OPERATOR)).isFalse();
  }
}
