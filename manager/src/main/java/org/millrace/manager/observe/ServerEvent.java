package org.millrace.manager.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One event as it is sent, written once for all who listen.
 *
 * @param number counts up from 1 within an epoch; 0 for one that is not kept
 */
record ServerEvent(long number, byte[] bytes) {

  /**
   * @param data one line of JSON
   */
  static ServerEvent of(String epoch, long number, String name, String data) {
    return new ServerEvent(
        number,
        ("id: " + epoch + "-" + number + "\nevent: " + name + "\ndata: " + data + "\n\n")
            .getBytes(UTF_8));
  }

  /** Says nothing, so that proxies and listeners see that we are there. */
  static ServerEvent heartbeat() {
    return new ServerEvent(0, ": \n\n".getBytes(UTF_8));
  }

  /** Where a listener stands that begins now. */
  static ServerEvent begin(String epoch, long number) {
    return new ServerEvent(
        0, ("retry: 1000\nid: " + epoch + "-" + number + "\n\n").getBytes(UTF_8));
  }

  /** Something was missed: look at everything again. */
  static ServerEvent resync(String epoch, long number) {
    return of(epoch, number, "resync", "{}");
  }
}
