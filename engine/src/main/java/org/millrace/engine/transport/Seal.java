package org.millrace.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.millrace.engine.db.Database;
import org.springframework.dao.DuplicateKeyException;

/**
 * Tells Millrace's own messages from forged and altered ones: HMAC-SHA256 under a key that only
 * those who can read the ledger's database have. Thread-safe.
 */
public final class Seal {
  /** Bytes of a seal. */
  public static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String FIND = "select key_bytes from message_key where id = 1";
  private static final String INSERT = "insert into message_key (id, key_bytes) values (1, :key)";

  private final ThreadLocal<Mac> macs;

  private Seal(byte[] key) {
    SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
    this.macs = ThreadLocal.withInitial(() -> mac(spec));
  }

  /** With the database's key, which is made when there is none. */
  public static Seal of(Database db) {
    return new Seal(
        find(db)
            .orElseGet(
                () -> {
                  make(db);
                  return find(db).orElseThrow();
                }));
  }

  /**
   * @param destination where the message is to be taken from: a copy elsewhere does not hold
   * @param content the message begins with these bytes
   */
  public byte[] of(String destination, byte[] content, int length) {
    return over(destination, content, length).doFinal();
  }

  /** Puts the seal right behind what is sealed, where there must be room for it. */
  public void put(String destination, byte[] content, int length) {
    try {
      over(destination, content, length).doFinal(content, length);
    } catch (ShortBufferException e) {
      throw new IllegalArgumentException("there must be room for a seal behind the content", e);
    }
  }

  /** Whether a message ends with its seal; in a time that tells nothing about it. */
  public boolean ends(String destination, byte[] message) {
    int length = message.length - LENGTH;
    return length > 0
        && holds(Arrays.copyOfRange(message, length, message.length), destination, message, length);
  }

  /** Whether a seal is the one that {@link #of} gives; in a time that tells nothing about it. */
  public boolean holds(byte[] seal, String destination, byte[] content, int length) {
    return MessageDigest.isEqual(seal, of(destination, content, length));
  }

  private Mac over(String destination, byte[] content, int length) {
    Mac mac = macs.get();
    mac.update(destination.getBytes(UTF_8));
    mac.update((byte) 0);
    mac.update(content, 0, length);
    return mac;
  }

  private static Optional<byte[]> find(Database db) {
    return db.jdbc().sql(FIND).query(byte[].class).optional();
  }

  private static void make(Database db) {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    try {
      db.separately(() -> db.jdbc().sql(INSERT).param("key", key).update());
    } catch (DuplicateKeyException anotherMadeIt) {
      return;
    }
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
