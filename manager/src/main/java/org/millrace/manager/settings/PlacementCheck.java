package org.millrace.manager.settings;

import java.util.Map;
import org.millrace.engine.control.User;
import org.millrace.scheduling.manager.ResourceManager;
import org.millrace.scheduling.tree.SchedulerSettings;

/** Whether the queues to which jobs go by themselves take them. */
final class PlacementCheck {
  private final ResourceManager manager;

  PlacementCheck(SchedulerSettings scheduler) {
    this.manager = new ResourceManager(scheduler);
  }

  /** Each source's queue must be one that holds jobs and lets the source submit. */
  void sources(Map<String, SourceSettings> sources, Section section) {
    sources.values().forEach(source -> source(source, section));
  }

  /** Below the queue for users' own queues there must be room for some. */
  void userQueues(String parent, Section scheduler) {
    if (!manager.mayHoldApplications(parent + ".user")) {
      scheduler.refuse(
          SchedulerReader.USER_QUEUES,
          "must be a queue with a template, which makes the users' queues",
          "set queues." + parent + ".template");
    }
  }

  private void source(SourceSettings source, Section section) {
    String queue = source.queue();
    if (!manager.mayHoldApplications(queue)) {
      refuse(
          source,
          section,
          "must be a queue without queues below it, or one that a template lets be created",
          "declare it under scheduler.queues");
    } else if (!manager.maySubmit(User.source(source.name()).names(), queue)) {
      refuse(
          source,
          section,
          "must be a queue to which the source may submit",
          "add " + source.name() + " or group:sources to submit of " + queue);
    }
  }

  /** At the queue's line, or at the source's where it says none. */
  private static void refuse(SourceSettings source, Section sources, String rule, String remedy) {
    sources.refuse(source.name(), "queue", rule, source.queue(), remedy);
  }
}
