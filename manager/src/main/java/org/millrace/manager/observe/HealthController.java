package org.millrace.manager.observe;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says how the system is: 200, or 503 when it is DOWN. Who is not logged in learns from liveness
 * and readiness the status alone.
 */
@RestController
final class HealthController {
  private final HealthReport report;

  HealthController(HealthReport report) {
    this.report = report;
  }

  record Whole(Health.Status status, Map<String, Health> components) {}

  record Brief(Health.Status status) {}

  /** Every part, and what is wrong with it. */
  @GetMapping(path = "/actuator/health", produces = "application/json")
  ResponseEntity<Whole> health() {
    Health.Status status = report.status(false);
    return answer(status, new Whole(status, report.parts()));
  }

  /** This process runs and answers; a supervisor need not start it anew. Nothing else is asked. */
  @GetMapping(path = "/actuator/health/liveness", produces = "application/json")
  Brief liveness() {
    return new Brief(Health.Status.UP);
  }

  /** This process can do its work: what it needs is there. */
  @GetMapping(path = "/actuator/health/readiness", produces = "application/json")
  ResponseEntity<Brief> readiness() {
    Health.Status status = report.status(true);
    return answer(status, new Brief(status));
  }

  private static <T> ResponseEntity<T> answer(Health.Status status, T body) {
    return ResponseEntity.status(
            status == Health.Status.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
        .header("Cache-Control", "no-store")
        .body(body);
  }
}
