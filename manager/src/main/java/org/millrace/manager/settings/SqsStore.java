package org.millrace.manager.settings;

import java.net.URI;
import java.util.Optional;

/**
 * Where tasks wait that travel by SQS.
 *
 * @param remote empty for the embedded server
 * @param fifo whether queues are FIFO
 * @param queuePrefix what names of queues begin with
 */
public record SqsStore(Optional<Remote> remote, boolean fifo, String queuePrefix) {
  static final SqsStore EMBEDDED = new SqsStore(Optional.empty(), false, "millrace");

  /**
   * @param endpoint empty for Amazon's own of the region
   * @param keys empty leaves it to the machine: environment, profile, instance role
   */
  public record Remote(Optional<URI> endpoint, String region, Optional<Keys> keys) {}

  /** A key pair; its text has no secret in it. */
  public record Keys(String access, String secret) {
    @Override
    public String toString() {
      return "keys";
    }
  }
}
