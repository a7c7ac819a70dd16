package org.millrace.manager.home;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;

/**
 * The password of user {@code admin}: 256 random bits, made at the first start, readable by the
 * home's owner alone.
 *
 * @param created whether this start made it
 */
public record AdminPassword(String value, boolean created) {
  private static final int BYTES = 32;

  /** Characters: half of what is made, and out of reach still. */
  private static final int LEAST_UNGUESSABLE = 22;

  /** Reads a home's password, or makes it. A file that others may read is made private again. */
  public static AdminPassword of(Home home) throws IOException {
    Path file = home.adminPassword();
    if (Files.exists(file)) {
      OwnerOnly.file(file);
      return new AdminPassword(read(file), false);
    }
    String made = random();
    // Written aside and moved: a start that dies half way leaves no short password behind.
    Path aside = file.resolveSibling("admin-password.new");
    Files.deleteIfExists(aside);
    try (var channel =
        Files.newByteChannel(
            aside,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.attributes(home.dir()))) {
      channel.write(ByteBuffer.wrap((made + "\n").getBytes(US_ASCII)));
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    return new AdminPassword(made, true);
  }

  /**
   * The password in a file.
   *
   * @throws RefusedException the file is empty
   */
  public static String read(Path file) throws IOException {
    String password = Files.readString(file).strip();
    if (password.isEmpty()) {
      throw new RefusedException(
          new Problem(
              file.toString(),
              "must hold the admin password, and is empty",
              "",
              "delete it, and the next start makes a new one"));
    }
    return password;
  }

  /** Whether somebody has written a password of one's own into the file that is short. */
  public boolean guessable() {
    return value.length() < LEAST_UNGUESSABLE;
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AdminPassword[created=" + created + "]";
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
