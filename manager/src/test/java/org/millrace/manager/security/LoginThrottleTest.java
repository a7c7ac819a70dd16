package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.millrace.manager.support.SettableClock;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;

class LoginThrottleTest {
  private static final String HERE = "127.0.0.1";
  private static final String AWAY = "203.0.113.7";

  private final SettableClock clock = new SettableClock();
  private LoginThrottle throttle = new LoginThrottle(true, clock);

  @Test
  void fiveWrongPasswordsAreFreeAndThenThePauseDoubles() {
    fail(AWAY, "ann", 5);
    for (long pause : new long[] {1, 2, 4, 8, 16}) {
      assertThat(wait(AWAY, "ann")).isEqualTo(pause);
      clock.pass(Duration.ofSeconds(pause));
      fail(AWAY, "ann", 1);
    }
  }

  @Test
  void theRightPasswordMustWaitTooAndThenForgetsTheFailures() {
    fail(AWAY, "ann", 5);
    assertThatThrownBy(() -> succeed(AWAY, "ann")).isInstanceOf(TooManyAttemptsException.class);

    clock.pass(Duration.ofSeconds(1));
    assertThat(succeed(AWAY, "ann")).isNotNull();
    fail(AWAY, "ann", 5);
  }

  @Test
  void otherNamesAndOtherAddressesAreNotHeldUp() {
    fail(AWAY, "ann", 5);

    assertThat(succeed(AWAY, "bob")).isNotNull();
    assertThat(succeed("203.0.113.8", "ann")).isNotNull();
  }

  @Test
  void oneAddressCannotTryManyNamesForLong() {
    for (int i = 0; i < 30; i++) {
      fail(AWAY, "user" + i, 1);
    }
    assertThat(wait(AWAY, "another")).isEqualTo(1);
  }

  @Test
  void nobodyWaitsLongerThanAQuarterOfAnHourAndAdminHereNoLongerThanAMinute() {
    failForHours(HERE, "ann");
    assertThat(wait(HERE, "ann")).isEqualTo(900);

    clock.pass(Duration.ofMinutes(15));
    failForHours(HERE, "admin");
    assertThat(wait(HERE, "admin")).isEqualTo(60);
    clock.pass(Duration.ofMinutes(1));
    assertThat(succeed(HERE, "admin")).isNotNull();
  }

  @Test
  void aStrangerCannotLockOutAnAdminWhosePasswordNobodyGuesses() {
    throttle = new LoginThrottle(false, clock);
    for (String address : new String[] {AWAY, HERE}) {
      fail(address, "admin", 5);
      assertThatThrownBy(() -> attemptWrong(address, "admin"))
          .isInstanceOf(TooManyAttemptsException.class);
      assertThat(succeed(address, "admin")).isNotNull();
      assertThat(succeed(address, "ann")).as("others").isNotNull();
    }
  }

  @Test
  void whoHasLoggedInFromAnAddressIsNotHeldUpByOthersThere() {
    assertThat(succeed(AWAY, "ann")).isNotNull();
    for (int i = 0; i < 40; i++) {
      fail(AWAY, "user" + i, i < 30 ? 1 : 0);
    }
    assertThat(wait(AWAY, "bob")).isEqualTo(1);
    assertThat(succeed(AWAY, "ann")).isNotNull();
    fail(AWAY, "ann", 5);
    assertThat(wait(AWAY, "ann")).isEqualTo(1);
  }

  /** As a program does that asks every minute with basic credentials. */
  @Test
  void failuresAreForgottenAfterAnHourAlsoWhereOthersLogInAllTheTime() {
    for (int i = 0; i < 35; i++) {
      fail(AWAY, "user" + i, 1);
      for (int minute = 0; minute < 61; minute++) {
        clock.pass(Duration.ofMinutes(1));
        succeed(AWAY, "robot");
      }
    }
    assertThat(succeed(AWAY, "another")).isNotNull();
  }

  @Test
  void aNameAsLongAsARequestIsCountedLikeAnother() {
    String name = "x".repeat(100_000);
    fail(AWAY, name, 5);
    assertThat(wait(AWAY, name)).isEqualTo(1);
  }

  private void failForHours(String address, String name) {
    for (int i = 0; i < 40; i++) {
      clock.pass(Duration.ofMinutes(15));
      fail(address, name, 1);
    }
  }

  private void fail(String address, String name, int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> attemptWrong(address, name))
          .isInstanceOf(BadCredentialsException.class);
    }
  }

  private void attemptWrong(String address, String name) {
    throttle.attempt(
        address,
        name,
        () -> {
          throw new BadCredentialsException("wrong");
        });
  }

  private Authentication succeed(String address, String name) {
    return throttle.attempt(address, name, () -> new TestingAuthenticationToken(name, ""));
  }

  private long wait(String address, String name) {
    return catchThrowableOfType(TooManyAttemptsException.class, () -> succeed(address, name))
        .seconds();
  }
}
