package org.millrace.manager.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.millrace.engine.announce.Announcement;
import org.millrace.engine.announce.Announcements;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.Settings;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows administrators who is told of jobs' ends, and what nobody took. */
@RestController
final class AnnouncementsController {
  private final Announcements announcements;
  private final Supplier<Settings> settings;

  AnnouncementsController(Announcements announcements, Supplier<Settings> settings) {
    this.announcements = announcements;
    this.settings = settings;
  }

  record Hook(String url, List<JobState> on, List<String> queues) {}

  record Hooks(List<Hook> webhooks) {}

  /**
   * @param state RETRYING, or FAILED when it is tried no more
   * @param attempts so far
   * @param nextAt when it is tried next; null when it is not
   * @param error what the last attempt met
   */
  record Delivery(
      long id,
      String target,
      long job,
      String state,
      int attempts,
      Instant createdAt,
      Instant nextAt,
      String error) {
    static Delivery of(Announcement of) {
      return new Delivery(
          of.id(),
          of.target(),
          of.jobId(),
          of.dueAt().isPresent() ? "RETRYING" : "FAILED",
          of.attempts(),
          of.createdAt(),
          of.dueAt().orElse(null),
          of.error().orElse(null));
    }
  }

  record Page(List<Delivery> deliveries, Long next) {}

  /** Those of the settings, without their secrets. */
  @GetMapping("/api/v1/webhooks")
  Hooks webhooks(Principal user) {
    administrator(user);
    return new Hooks(
        settings.get().observe().webhooks().stream()
            .map(
                each ->
                    new Hook(
                        each.url().toString(), each.on().stream().sorted().toList(), each.queues()))
            .toList());
  }

  /**
   * What was not taken at once, newest first.
   *
   * @param before only with a smaller id: {@code next} of the page before
   */
  @GetMapping("/api/v1/webhooks/deliveries")
  Page deliveries(
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") long before,
      Principal user) {
    administrator(user);
    Paging.check(limit, before);
    List<Announcement> page = announcements.list(before, limit);
    return new Page(
        page.stream().map(Delivery::of).toList(), Paging.next(page, limit, Announcement::id));
  }

  /** Tries one again that is tried no more, for another day. */
  @PostMapping("/api/v1/webhooks/deliveries/{id}/retry")
  void retry(@PathVariable long id, Principal user) {
    administrator(user);
    if (!announcements.retry(id)) {
      throw ApiException.notFound(
          "delivery",
          "must be one that is FAILED",
          Long.toString(id),
          "GET /api/v1/webhooks/deliveries lists them");
    }
  }

  private static void administrator(Principal user) {
    if (!Users.of(user).administrator()) {
      throw new ApiException(
          HttpStatus.FORBIDDEN,
          new Problem("webhooks", "are for administrators", user.getName(), "ask one"));
    }
  }
}
