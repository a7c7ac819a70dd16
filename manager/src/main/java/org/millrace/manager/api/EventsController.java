package org.millrace.manager.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.millrace.manager.access.AccessChange;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.observe.EventHub;
import org.millrace.manager.observe.SseResponse;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tells what changes, as it changes. */
@RestController
final class EventsController {
  /** Then the listener comes again, and has its rights looked at again. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final EventHub hub;

  EventsController(EventHub hub) {
    this.hub = hub;
  }

  /**
   * Server-sent events: {@code job} at every change of a job's state and at most once a second for
   * its progress, {@code changed} with the kinds of things that have changed, {@code resync} when
   * some were missed.
   *
   * @param last the id of the last event seen; those since then come first
   */
  @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(
      @RequestHeader(name = "Last-Event-ID", required = false) String last,
      Principal user,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // A proxy that gathers the answer would hold the events back.
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync();
    async.setTimeout(LONGEST.toMillis());
    AtomicReference<SseResponse> self = new AtomicReference<>();
    SseResponse listener = new SseResponse(async, () -> hub.leave(self.get()));
    self.set(listener);
    if (!hub.listen(
        user.getName(), listener, Optional.ofNullable(last).filter(each -> !each.isBlank()))) {
      async.complete();
      throw new ApiException(
          HttpStatus.SERVICE_UNAVAILABLE,
          new Problem(
              "events", "have as many listeners as they may", "", "close some, or ask again"));
    }
    listener.begin();
  }

  /**
   * Who was removed, disabled or logged out hears nothing more, and not only when it comes again.
   */
  @EventListener
  void accessChanged(AccessChange change) {
    hub.dismiss(change.user());
  }
}
