package org.millrace.manager.access;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Since;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what was changed, or tried, and by whom; for administrators alone. */
@RestController
final class AuditController {
  private static final int MOST = 500;
  private static final TypeReference<Object> ANYTHING = new TypeReference<>() {};

  private final AuditLog log;
  private final Clock clock;

  AuditController(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * @param next the {@code before} of the next page; null on the last
   */
  record AuditPage(List<AuditView> entries, Long next) {}

  /**
   * @param who empty for somebody unknown
   * @param how basic, token, session, oidc or none
   * @param before null where there is nothing to say
   * @param outcome done, refused or failed
   * @param times how often, alike, from {@code at} on for up to a minute
   */
  record AuditView(
      long id,
      Instant at,
      String who,
      String how,
      String address,
      String action,
      String subject,
      Object before,
      Object after,
      String outcome,
      int status,
      long times) {
    static AuditView of(AuditEntry entry) {
      return new AuditView(
          entry.id(),
          entry.at(),
          entry.who(),
          entry.how(),
          entry.address(),
          entry.action(),
          entry.subject(),
          read(entry.before()),
          read(entry.after()),
          entry.outcome(),
          entry.status(),
          entry.times());
    }

    private static Object read(String json) {
      return json == null ? null : Json.read(json, ANYTHING);
    }
  }

  /**
   * Newest first.
   *
   * @param since a time, or how long ago
   * @param before only entries with a smaller id: {@code next} of the page before
   */
  @GetMapping("/api/v1/audit")
  AuditPage list(
      @RequestParam Optional<String> user,
      @RequestParam Optional<String> since,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") long before) {
    if (limit < 1 || limit > MOST) {
      throw ApiException.refused(
          "limit", "must be from 1 to " + MOST, Integer.toString(limit), "page with before=");
    }
    Instant from =
        since
            .filter(text -> !text.isBlank())
            .map(text -> Since.time(text, clock))
            .orElse(Instant.EPOCH);
    List<AuditEntry> page =
        log.list(
            new AuditLog.Filter(
                user.filter(name -> !name.isBlank()),
                from,
                before == 0 ? Long.MAX_VALUE : before,
                limit));
    return new AuditPage(
        page.stream().map(AuditView::of).toList(),
        page.size() < limit ? null : page.get(page.size() - 1).id());
  }
}
