package org.millrace.manager.observe;

import java.security.Principal;
import org.millrace.manager.access.Scope;
import org.millrace.manager.api.ProblemDocument;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Metrics, for administrators and for tokens of the scope metrics. */
@RestController
final class MetricsController {
  private static final MediaType TEXT =
      MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final Metrics metrics;

  MetricsController(Metrics metrics) {
    this.metrics = metrics;
  }

  @GetMapping("/actuator/prometheus")
  ResponseEntity<?> scrape(Principal user) {
    if (!mayRead(user)) {
      return ResponseEntity.status(HttpStatus.FORBIDDEN)
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(
              ProblemDocument.of(
                  HttpStatus.FORBIDDEN,
                  new Problem(
                      "metrics",
                      "are for administrators and tokens of the scope metrics",
                      user.getName(),
                      "ask an administrator")));
    }
    return ResponseEntity.ok().contentType(TEXT).body(metrics.scrape(TEXT.toString()));
  }

  private static boolean mayRead(Principal user) {
    return Users.of(user).administrator()
        || user instanceof Authentication login
            && login.getAuthorities().stream()
                .anyMatch(each -> Scope.MAY_SCRAPE.equals(each.getAuthority()));
  }
}
