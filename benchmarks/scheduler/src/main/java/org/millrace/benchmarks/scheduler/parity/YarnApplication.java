package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.ResourceRequest;
import org.apache.hadoop.yarn.server.resourcemanager.placement.ApplicationPlacementContext;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMAppImpl;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.RMAppState;
import org.apache.hadoop.yarn.server.resourcemanager.rmapp.attempt.RMAppAttemptState;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.AbstractYarnScheduler;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.ContainerUpdates;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppAttemptAddedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppAttemptRemovedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.event.AppRemovedSchedulerEvent;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler;
import org.millrace.benchmarks.scheduler.YarnResourceManager;

/** An application of a workload before YARN's scheduler, without a container for its master. */
final class YarnApplication {
  private final JsonNode what;
  private final YarnResourceManager manager;
  private final AbstractYarnScheduler<?, ?> scheduler;
  private final ApplicationId id;
  private final ApplicationAttemptId attempt;
  private long tasksLeft;

  YarnApplication(JsonNode what, YarnResourceManager manager) {
    this.what = what;
    this.manager = manager;
    this.scheduler = manager.scheduler();
    this.id = ApplicationId.newInstance(1, what.get("id").asInt());
    this.attempt = ApplicationAttemptId.newInstance(id, 1);
    what.get("requests").forEach(request -> tasksLeft += request.get("count").asLong());
  }

  /** Whether its queue took it. */
  boolean submit() {
    String queue = scheduler instanceof FifoScheduler ? "default" : queue();
    String user = what.path("user").asText("u");
    // Unmanaged: no container is one for an application master.
    ApplicationSubmissionContext submission =
        ApplicationSubmissionContext.newInstance(
            id,
            "",
            queue,
            Priority.newInstance(0),
            null,
            true,
            false,
            1,
            Resource.newInstance(1, 1));
    manager.getRMContext().getRMApps().put(id, known(submission, user));
    ApplicationPlacementContext place =
        scheduler instanceof FifoScheduler
            ? null
            : new ApplicationPlacementContext(YarnQueues.name(queue), YarnQueues.parent(queue));
    scheduler.handle(
        new AppAddedSchedulerEvent(user, submission, false, submission.getPriority(), place));
    if (!scheduler.getSchedulerApplications().containsKey(id)) {
      return false;
    }
    scheduler.handle(new AppAttemptAddedSchedulerEvent(attempt, false));
    List<ResourceRequest> asks = new ArrayList<>();
    what.get("requests").forEach(request -> asks.add(ask(request)));
    heartbeat(asks, 0);
    return true;
  }

  /** What it was granted since it last asked. */
  List<YarnContainer> fetch(int tick) {
    return heartbeat(List.of(), tick + what.get("taskTicks").asInt());
  }

  void taskEnded() {
    tasksLeft--;
  }

  boolean removeIfDone() {
    if (tasksLeft > 0) {
      return false;
    }
    scheduler.handle(
        new AppAttemptRemovedSchedulerEvent(attempt, RMAppAttemptState.FINISHED, false));
    scheduler.handle(new AppRemovedSchedulerEvent(id, RMAppState.FINISHED));
    return true;
  }

  long id() {
    return id.getId();
  }

  String queue() {
    return what.get("queue").asText();
  }

  private List<YarnContainer> heartbeat(List<ResourceRequest> asks, int endsAt) {
    return scheduler
        .allocate(attempt, asks, null, List.of(), List.of(), List.of(), new ContainerUpdates())
        .getContainers()
        .stream()
        .map(got -> new YarnContainer(this, got.getId(), endsAt))
        .toList();
  }

  private static ResourceRequest ask(JsonNode request) {
    JsonNode size = request.get("size");
    return ResourceRequest.newInstance(
        Priority.newInstance(request.path("priority").asInt(1)),
        ResourceRequest.ANY,
        Resource.newInstance(size.get("memoryMb").asLong(), size.path("vcores").asInt()),
        request.get("count").asInt());
  }

  private RMAppImpl known(ApplicationSubmissionContext submission, String user) {
    return new RMAppImpl(
        id,
        manager.getRMContext(),
        manager.getConfig(),
        "",
        user,
        submission.getQueue(),
        submission,
        scheduler,
        null,
        0,
        "",
        null,
        // A queue that is guaranteed nothing has no room for masters: they would wait for each
        // other.
        List.of(
            ResourceRequest.newInstance(
                Priority.newInstance(0), ResourceRequest.ANY, Resource.newInstance(0, 0), 1)));
  }
}
