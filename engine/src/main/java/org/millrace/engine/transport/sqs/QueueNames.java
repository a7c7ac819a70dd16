package org.millrace.engine.transport.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.millrace.scheduling.Lane;

/**
 * What a lane's queue is called: prefix, stage and queue as far as SQS takes their letters and they
 * fit, and a hash that tells lanes apart which would read alike. Tags have the true names.
 * Thread-safe.
 */
final class QueueNames {
  private static final int LONGEST = 80;
  private static final String FIFO = ".fifo";
  private static final String DEAD = "-dead";
  private static final int HASH_BYTES = 6;
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_-]+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9 _.:/=+@-]{1,256}");
  private static final int LONGEST_TAG = 256;

  private final String prefix;
  private final boolean fifo;
  private final Map<Lane, String> bases = new ConcurrentHashMap<>();

  QueueNames(String prefix, boolean fifo) {
    this.prefix = prefix;
    this.fifo = fifo;
  }

  String of(Lane lane) {
    return base(lane) + suffix();
  }

  /** Of the queue that takes what was refused. */
  String deadLetters(Lane lane) {
    return base(lane) + DEAD + suffix();
  }

  /** What all names begin with. */
  String start() {
    return prefix + "-";
  }

  Map<String, String> tags(Lane lane) {
    return Map.of("millrace-stage", tag(lane.stage()), "millrace-queue", tag(lane.queue()));
  }

  private String base(Lane lane) {
    return bases.computeIfAbsent(lane, this::makeBase);
  }

  private String makeBase(Lane lane) {
    String hash = "-" + hash(lane);
    int room = LONGEST - hash.length() - DEAD.length() - FIFO.length();
    String readable =
        NOT_IN_NAMES.matcher(prefix + "-" + lane.stage() + "-" + lane.queue()).replaceAll("-");
    return readable.substring(0, Math.min(room, readable.length())) + hash;
  }

  private String suffix() {
    return fifo ? FIFO : "";
  }

  /** The length in front keeps ("ab", "c") and ("a", "bc") apart. */
  private static String hash(Lane lane) {
    String both = lane.stage().length() + ":" + lane.stage() + lane.queue();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(both.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Tags take few signs; what has others stands encoded. */
  private static String tag(String name) {
    if (TAG.matcher(name).matches()) {
      return name;
    }
    String encoded =
        "base64:" + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(UTF_8));
    return encoded.substring(0, Math.min(LONGEST_TAG, encoded.length()));
  }
}
