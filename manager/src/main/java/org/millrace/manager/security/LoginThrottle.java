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
 * of an hour. The right one must wait too, or guessing would go on as before.
 *
 * <p>Nobody is locked out by a stranger for that: failures from elsewhere count for nothing, and
 * who has logged in from an address lately is held up by failures for its own name alone. {@code
 * admin}, for whose name everybody would try, has a password that cannot be guessed: the right one
 * never waits, wherever it comes from, and a wrong one is told to wait like any other. Where
 * somebody has written a shorter one into the home's file, {@code admin} on this machine waits a
 * minute at most.
 *
 * <p>Guesses for one name from one address are looked at one after another, so that many at once
 * gain nothing. Forgotten after an hour without a failure, and at a restart. Thread-safe.
 */
final class LoginThrottle {
  private static final Logger LOG = LoggerFactory.getLogger(LoginThrottle.class);

  private static final int FREE_A_NAME = 5;
  private static final int FREE_AN_ADDRESS = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration LONGEST_FOR_ADMIN_HERE = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;
  private static final int LONGEST_NAME = 100;

  private final boolean adminCanBeGuessed;
  private final Clock clock;
  private final Cache<String, Attempts> attempts =
      Caffeine.newBuilder().maximumSize(20_000).expireAfterAccess(FORGOTTEN).build();

  LoginThrottle(boolean adminCanBeGuessed, Clock clock) {
    this.adminCanBeGuessed = adminCanBeGuessed;
    this.clock = clock;
  }

  /**
   * Tries a login.
   *
   * @throws TooManyAttemptsException it was not tried
   */
  Authentication attempt(String address, String name, Supplier<Authentication> login) {
    boolean admin = name.equals(Account.ADMIN.name());
    Duration longest = admin && local(address) ? LONGEST_FOR_ADMIN_HERE : LONGEST;
    Attempts here = attempts.get(address, key -> new Attempts(FREE_AN_ADDRESS));
    Attempts forName = attempts.get(address + " " + key(name), key -> new Attempts(FREE_A_NAME));
    synchronized (forName) {
      if (admin && !adminCanBeGuessed) {
        return unguessable(address, forName, login, longest);
      }
      if (!forName.known()) {
        here.check(clock.instant(), longest);
      }
      forName.check(clock.instant(), longest);
      try {
        Authentication done = login.get();
        forName.succeeded();
        return done;
      } catch (BadCredentialsException | AccountStatusException e) {
        here.failed(clock.instant());
        failed(address, forName);
        throw e;
      }
    }
  }

  /** Looked at first: the right one goes through, and a wrong one gives nothing away. */
  private Authentication unguessable(
      String address, Attempts forName, Supplier<Authentication> login, Duration longest) {
    try {
      return login.get();
    } catch (BadCredentialsException e) {
      forName.check(clock.instant(), longest);
      failed(address, forName);
      throw e;
    }
  }

  private void failed(String address, Attempts forName) {
    if (forName.failed(clock.instant()).compareTo(Duration.ZERO) > 0) {
      LOG.warn("Logins from {} have failed {} times for one name", address, forName.count());
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
    private boolean known;
    private Instant last = Instant.EPOCH;

    Attempts(int free) {
      this.free = free;
    }

    synchronized void check(Instant now, Duration longest) {
      // Whoever comes every second, rightly, keeps the entry; a failure of last week is over.
      if (last.plus(FORGOTTEN).isBefore(now)) {
        failures = 0;
      }
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

    synchronized void succeeded() {
      failures = 0;
      known = true;
    }

    synchronized boolean known() {
      return known;
    }

    private Duration pause() {
      if (failures < free) {
        return Duration.ZERO;
      }
      return Duration.ofSeconds(1L << Math.min(failures - free, MOST_DOUBLINGS));
    }
  }
}
