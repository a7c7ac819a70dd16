package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.control.Steering;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.QueueDraft;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What is set for a queue, and changes of it in {@code millrace.yaml} itself. */
@RestController
final class QueueSettingsController {
  private final Scheduler scheduler;
  private final Steering steering;
  private final SettingsFile settings;

  QueueSettingsController(Scheduler scheduler, Steering steering, SettingsFile settings) {
    this.scheduler = scheduler;
    this.steering = steering;
    this.settings = settings;
  }

  /**
   * @param declared whether the file names the queue, and not a template alone
   */
  record SettingsView(String queue, boolean declared, QueueSettingsView settings) {}

  /**
   * @param changes in words; empty when it was so already
   */
  record ChangeView(String queue, QueueSettingsView settings, List<String> changes) {}

  /** What is in force, with the tag by which a change can say what it has seen. */
  @GetMapping("/api/v1/queues/{queue}/settings")
  SettingsView settings(@PathVariable String queue, HttpServletResponse response) {
    require(queue);
    SchedulerSettings now = settings.get().scheduler();
    response.setHeader(HttpHeaders.ETAG, QueueDraft.tag(now, queue));
    return new SettingsView(
        queue,
        now.queues().containsKey(queue),
        QueueSettingsView.of(QueueDraft.fields(now, queue)));
  }

  /**
   * Changes what the body names, in the file and at once; null unsets. Comments and all else in the
   * file stay. 422 with the reasons for which the file would be refused, 409 when the file cannot
   * be changed in place.
   */
  @PutMapping("/api/v1/queues/{queue}/settings")
  ChangeView change(
      @PathVariable String queue,
      @RequestBody Map<String, Object> body,
      Principal user,
      HttpServletRequest request,
      HttpServletResponse response) {
    steering.checkConfigure(Users.of(user), QueuePaths.any(queue));
    require(queue);
    Map<String, String> before = QueueDraft.fields(settings.get().scheduler(), queue);
    List<String> changes =
        settings.changeQueue(
            queue,
            QueueSettingsBody.fields(body),
            now -> checkTag(now.scheduler(), queue, request.getHeader(HttpHeaders.IF_MATCH)));
    SchedulerSettings now = settings.get().scheduler();
    Map<String, String> after = QueueDraft.fields(now, queue);
    AuditTrail.before(differing(before, after));
    AuditTrail.after(differing(after, before));
    response.setHeader(HttpHeaders.ETAG, QueueDraft.tag(now, queue));
    return new ChangeView(queue, QueueSettingsView.of(after), changes);
  }

  private void require(String queue) {
    QueuePaths.any(queue);
    if (!settings.get().scheduler().queues().containsKey(queue)
        && !scheduler.mayHoldJobs(queue)
        && !isThere(scheduler.queues(), queue)) {
      throw ApiException.notFound(
          "queue",
          "must be a queue, or one that a template lets be created",
          queue,
          "declare it in millrace.yaml; ./millrace queues lists them");
    }
  }

  private static boolean isThere(QueueSnapshot at, String queue) {
    return at.path().equals(queue)
        || at.children().stream()
            .filter(each -> queue.equals(each.path()) || queue.startsWith(each.path() + "."))
            .anyMatch(each -> isThere(each, queue));
  }

  private static void checkTag(SchedulerSettings now, String queue, String wanted) {
    String tag = QueueDraft.tag(now, queue);
    if (wanted != null
        && Arrays.stream(wanted.split(","))
            .map(String::strip)
            .noneMatch(each -> each.equals("*") || each.equals(tag))) {
      throw new ApiException(
          HttpStatus.PRECONDITION_FAILED,
          new Problem(
              "settings of " + queue,
              "have been changed by somebody else, and have the tag " + tag,
              wanted,
              "look at them again, then repeat the request with their tag"));
    }
  }

  private static Map<String, String> differing(Map<String, String> of, Map<String, String> from) {
    Map<String, String> differing = new LinkedHashMap<>(of);
    differing.entrySet().removeIf(each -> each.getValue().equals(from.get(each.getKey())));
    return differing;
  }
}
