package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.access.AuditTrail;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Says for the audit log how a job or queue stood before and after somebody changed it, whichever
 * controller did it. What the controller says itself goes first.
 */
final class AuditStates implements HandlerInterceptor {
  private static final Set<String> HOLDS = Set.of("queues.pause", "queues.resume", "queues.drain");

  private final Supplier<JobLedger> ledger;
  private final Supplier<Scheduler> scheduler;
  private final Supplier<QueueMarks> drained;

  AuditStates(
      Supplier<JobLedger> ledger, Supplier<Scheduler> scheduler, Supplier<QueueMarks> drained) {
    this.drained = drained;
    this.ledger = ledger;
    this.scheduler = scheduler;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (Requests.changes(request)) {
      state(action(request)).ifPresent(AuditTrail.of(request)::setBefore);
    }
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception e) {
    AuditTrail trail = AuditTrail.of(request);
    if (!Requests.changes(request) || e != null || response.getStatus() >= 400) {
      return;
    }
    AuditedAction action = action(request);
    if (action.name().equals("jobs.create")) {
      created(response).ifPresent(trail::setSubject);
    }
    if (!trail.saysAfter()) {
      String subject = trail.subjectOr(action.subject());
      state(new AuditedAction(action.name(), subject)).ifPresent(trail::setAfter);
    }
  }

  private Optional<Map<String, Object>> state(AuditedAction action) {
    if (action.name().startsWith("jobs.") && action.subject().matches("\\d{1,18}")) {
      return ledger.get().find(Long.parseLong(action.subject())).map(AuditStates::of);
    }
    if (HOLDS.contains(action.name()) && !action.subject().isEmpty()) {
      return Optional.of(
          Map.of(
              "paused", isAmong(scheduler.get().pauses(), action.subject()),
              "drained", isAmong(drained.get().all(), action.subject())));
    }
    return Optional.empty();
  }

  private static boolean isAmong(List<Mark> marks, String queue) {
    return marks.stream().anyMatch(each -> each.queue().equals(queue));
  }

  private static Map<String, Object> of(Job job) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("state", job.state());
    state.put("queue", job.queue());
    state.put("pipeline", job.pipeline());
    state.put("source", job.source());
    state.put("owner", job.owner());
    return state;
  }

  /** The id at the end of the answer's Location. */
  private static Optional<String> created(HttpServletResponse response) {
    return Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION))
        .map(location -> URI.create(location).getPath())
        .map(path -> path.substring(path.lastIndexOf('/') + 1));
  }

  private static AuditedAction action(HttpServletRequest request) {
    return AuditedAction.of(request.getMethod(), request.getRequestURI());
  }
}
