package org.millrace.manager.api;

import java.util.Optional;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;

/** Looks a job up by the id that stands in a path. */
final class Jobs {
  private Jobs() {}

  /**
   * @throws ApiException 404 when there is no such job
   */
  static Job find(JobLedger ledger, String id) {
    return number(id).flatMap(ledger::find).orElseThrow(() -> unknown(id));
  }

  private static Optional<Long> number(String id) {
    try {
      return Optional.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static ApiException unknown(String id) {
    return ApiException.notFound(
        "job", "must be the id of a job", id, "GET /api/v1/jobs lists them");
  }
}
