package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.millrace.engine.intake.JobReceipts;
import org.millrace.engine.intake.RepeatConflictException;
import org.millrace.engine.ledger.JobLedger.Opened;

/** What a caller calls a request, so that it may be repeated. A key belongs to who made it up. */
final class IdempotencyKey {
  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 200;

  private IdempotencyKey() {}

  static Optional<String> of(HttpServletRequest request) {
    Optional<String> key = Optional.ofNullable(request.getHeader(HEADER)).map(String::strip);
    if (key.isPresent() && (key.get().isEmpty() || key.get().length() > LONGEST)) {
      throw ApiException.refused(
          HEADER,
          "must have from 1 to " + LONGEST + " characters",
          key.get().isEmpty() ? "blank" : key.get(),
          "a UUID will do");
    }
    return key;
  }

  /**
   * Opens a job, or gives the one that the same request has opened before.
   *
   * @param digest tells one request from another under the same key
   */
  static Opened once(
      JobReceipts receipts, Principal user, String key, String digest, Supplier<Opened> open) {
    try {
      return receipts.open(user.getName(), key, digest, open);
    } catch (RepeatConflictException e) {
      throw conflict(key);
    }
  }

  /** It came before, with something else. */
  static ApiException conflict(String key) {
    return ApiException.refused(
        HEADER,
        "must belong to one request, and came with another body before",
        key,
        "make up a new key for a new request");
  }
}
