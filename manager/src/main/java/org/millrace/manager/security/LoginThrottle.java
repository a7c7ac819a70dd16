package org.millrace.manager.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.millrace.manager.access.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/**
 * Slows down guessing: after five wrong passwords for a name from an address, and after thirty for
 * whatever names from there, every further one must wait, twice as long each time, up to a quarter
 * of an hour; {@code admin} on this machine never longer than a minute. Guesses for one name from
 * one address are looked at one after another, so that many at once gain nothing. Forgotten after
 * an hour of peace, and at a restart. Thread-safe.
 */
final class LoginThrottle {
  private static final Logger LOG = LoggerFactory.getLogger(LoginThrottle.class);

  private static final int FREE_A_NAME = 5;
  private static final int FREE_AN_ADDRESS = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration LONGEST_FOR_ADMIN_HERE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 20;
  private static final int LONGEST_NAME = 100;

  private final Clock clock;
  private final Cache<String, Attempts> attempts =
      Caffeine.newBuilder().maximumSize(20_000).expireAfterAccess(Duration.ofHours(1)).build();

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /**
   * Tries a login.
   *
   * @throws TooManyAttemptsException it was not tried
   */
  Authentication attempt(String address, String name, Supplier<Authentication> login) {
    Duration longest =
        local(address) && name.equals(Account.ADMIN.name()) ? LONGEST_FOR_ADMIN_HERE : LONGEST;
    Attempts here = attempts.get(address, key -> new Attempts(FREE_AN_ADDRESS));
    Attempts forName = attempts.get(address + " " + key(name), key -> new Attempts(FREE_A_NAME));
    synchronized (forName) {
      here.check(clock.instant(), longest);
      forName.check(clock.instant(), longest);
      try {
        Authentication done = login.get();
        forName.forget();
        return done;
      } catch (BadCredentialsException | AccountStatusException e) {
        here.failed(clock.instant());
        Duration pause = forName.failed(clock.instant());
        if (pause.compareTo(Duration.ZERO) > 0) {
          LOG.warn("Logins from {} have failed {} times for one name", address, forName.count());
        }
        throw e;
      }
    }
  }

  /** No name is longer; what somebody sends may be. */
  private static String key(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  private static boolean local(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
  }

  private static final class Attempts {
    private final int free;
    private int failures;
    private Instant last = Instant.EPOCH;

    Attempts(int free) {
      this.free = free;
    }

    synchronized void check(Instant now, Duration longest) {
      Duration pause = pause().compareTo(longest) < 0 ? pause() : longest;
      Duration left = Duration.between(now, last.plus(pause));
      if (left.compareTo(Duration.ZERO) > 0) {
        throw new TooManyAttemptsException(left);
      }
    }

    synchronized Duration failed(Instant now) {
      failures++;
      last = now;
      return pause();
    }

    synchronized int count() {
      return failures;
    }

    synchronized void forget() {
      failures = 0;
    }

    private Duration pause() {
      if (failures < free) {
        return Duration.ZERO;
      }
      return Duration.ofSeconds(1L << Math.min(failures - free, MOST_DOUBLINGS));
    }
  }
}
