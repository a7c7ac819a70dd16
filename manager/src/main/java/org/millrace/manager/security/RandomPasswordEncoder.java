package org.millrace.manager.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * For passwords of 256 random bits only: nobody can guess those, so a slow hash protects nothing,
 * and would cost every basic request 100 ms. Compares in constant time.
 */
final class RandomPasswordEncoder implements PasswordEncoder {
  @Override
  public String encode(CharSequence password) {
    return HexFormat.of().formatHex(sha256(password));
  }

  @Override
  public boolean matches(CharSequence password, String encoded) {
    return MessageDigest.isEqual(
        encode(password).getBytes(StandardCharsets.US_ASCII),
        encoded.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha256(CharSequence password) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(password.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256; indicates a broken JDK", e);
    }
  }
}
