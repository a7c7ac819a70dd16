package org.millrace.manager.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes secrets that nobody can guess, and their hashes. Thread-safe. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 18;
  private static final int TOKEN_BYTES = 32;

  private Secrets() {}

  /** 144 random bits in 24 characters. */
  static String password() {
    return random(PASSWORD_BYTES);
  }

  /** 256 random bits, after a beginning by which people and scanners know what it is. */
  static String token() {
    return ApiTokens.PREFIX + random(TOKEN_BYTES);
  }

  /**
   * SHA-256 in hexadecimal: enough for what has more random bits than can be guessed, and no more
   * than a token or such a password needs.
   */
  public static String hash(CharSequence secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(secret.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256; indicates a broken JDK", e);
    }
  }

  private static String random(int bytes) {
    byte[] made = new byte[bytes];
    RANDOM.nextBytes(made);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
  }
}
