package org.millrace.engine.transport.push;

import java.nio.charset.StandardCharsets;
import org.millrace.scheduling.Lane;

/**
 * What the broker's queues are called: {@code millrace.STAGE.QUEUE}. Whatever a stage or a queue is
 * called, the name has no character that means something to a broker, and no two lanes share one:
 * other bytes stand as {@code %XX}, and so do a stage's dots.
 *
 * @param main tasks of the lane
 * @param solo those of them that are tried alone
 * @param dead copies of dead tasks, and what was no task
 */
record Destinations(String main, String solo, String dead) {
  /** What settlements did to the ledger, on its way there. */
  static final String SETTLED = "millrace.settled";

  private static final String PREFIX = "millrace.";
  private static final String DEAD = "DLQ.";

  /** Never part of an encoded name. */
  private static final String SOLO = "!solo";

  /** Work from outside comes in there, so no lane may lie there. */
  private static final String RESERVED = "in";

  static Destinations of(Lane lane) {
    String main = PREFIX + stage(lane.stage()) + "." + encode(lane.queue(), ".");
    return new Destinations(main, main + SOLO, DEAD + main);
  }

  private static String stage(String name) {
    return name.equals(RESERVED) ? "%69n" : encode(name, "");
  }

  private static String encode(String name, String alsoKept) {
    StringBuilder encoded = new StringBuilder(name.length());
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || "_-".indexOf(c) >= 0)
          || alsoKept.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", each));
      }
    }
    return encoded.toString();
  }
}
