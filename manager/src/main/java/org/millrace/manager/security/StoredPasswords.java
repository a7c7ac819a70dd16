package org.millrace.manager.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.millrace.manager.access.Secrets;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords: those that people may choose by bcrypt, and the home's, which is 256 random
 * bits that nobody can guess, by SHA-256. Bcrypt is slow on purpose, and basic credentials come
 * with every request; so what was right is remembered for ten minutes, by a hash under a key that
 * this process alone has. It holds for that stored hash only: a new password is looked at anew.
 * Thread-safe.
 */
final class StoredPasswords implements PasswordEncoder {
  private static final int COST = 10;
  private static final String QUICK = "{sha256}";
  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final PasswordEncoder bcrypt = new BCryptPasswordEncoder(COST);
  private final SecretKeySpec key = key();
  private final Cache<String, Boolean> right =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  /** The stored form of a password of 256 random bits. */
  static String ofRandom(String password) {
    return QUICK + Secrets.hash(password);
  }

  @Override
  public String encode(CharSequence password) {
    return bcrypt.encode(password);
  }

  @Override
  public boolean matches(CharSequence password, String stored) {
    if (stored.startsWith(QUICK)) {
      return MessageDigest.isEqual(
          ofRandom(password.toString()).getBytes(StandardCharsets.US_ASCII),
          stored.getBytes(StandardCharsets.US_ASCII));
    }
    String seen = seen(password, stored);
    if (right.getIfPresent(seen) != null) {
      return true;
    }
    boolean matches = bcrypt.matches(password, stored);
    if (matches) {
      right.put(seen, true);
    }
    return matches;
  }

  private String seen(CharSequence password, String stored) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(stored.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(mac.doFinal(password.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC + "; indicates a broken JDK", e);
    }
  }

  private static SecretKeySpec key() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return new SecretKeySpec(random, MAC);
  }
}
