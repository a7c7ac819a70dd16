package org.millrace.engine.ledger;

import java.util.Optional;

/**
 * A stage at which another job could begin with what a job had received there.
 *
 * @param refusal why it cannot; empty when it can
 */
public record StartingPoint(String stage, Optional<String> refusal) {
  public boolean isOpen() {
    return refusal.isEmpty();
  }
}
