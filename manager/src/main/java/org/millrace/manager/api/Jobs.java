package org.millrace.manager.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;

/** Reads what callers say of jobs: the id that stands in a path, the name of a state. */
public final class Jobs {
  private Jobs() {}

  /**
   * @throws ApiException 404 when there is no such job
   */
  public static Job find(JobLedger ledger, String id) {
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
        "job", "must be the id of a job", id, "./millrace jobs and GET /api/v1/jobs list them");
  }

  /**
   * @throws ApiException 422 when there is no such state
   */
  public static JobState state(String name) {
    List<String> known = Arrays.stream(JobState.values()).map(JobState::name).toList();
    String wanted = name.toUpperCase(Locale.ROOT);
    if (!known.contains(wanted)) {
      throw ApiException.refused(
          "state", "must be a job's state", name, DidYouMean.remedy(name, known));
    }
    return JobState.valueOf(wanted);
  }

  /** 409: as the job stands now, it cannot be. */
  static ApiException conflict(Job job, String rule) {
    return new ApiException(
        HttpStatus.CONFLICT, new Problem("job " + job.id(), rule, job.state().name(), ""));
  }
}
