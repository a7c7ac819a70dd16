package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.scheduling.tree.InvalidSettingsException;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.millrace.scheduling.tree.SettingsProblem;

/** Builds the tree of new settings and moves everything there, or nothing. */
final class Replacement {
  private final QueueTree old;
  private final Containers containers;
  private final Reservations reservations;

  Replacement(QueueTree old, Containers containers, Reservations reservations) {
    this.old = old;
    this.containers = containers;
    this.reservations = reservations;
  }

  QueueTree with(SchedulerSettings settings, Sizes sizes, Applications applications) {
    QueueTree tree = new QueueTree(settings, sizes);
    Map<App, LeafQueue> places = places(tree, applications);
    Map<App, List<Container>> running = containers.byApp();
    places.forEach(
        (app, queue) ->
            new Transfer(app, running.getOrDefault(app, List.of()), reservations).enter(queue));
    for (QueueNode queue : old.all()) {
      if (queue.isPaused()) {
        tree.pause(queue.path(), true);
      }
    }
    return tree;
  }

  private static Map<App, LeafQueue> places(QueueTree tree, Applications applications) {
    Map<App, LeafQueue> places = new LinkedHashMap<>();
    Map<String, Integer> homeless = new LinkedHashMap<>();
    for (App app : applications.all()) {
      Optional<LeafQueue> queue = tree.leaf(app.queue.path());
      queue.ifPresentOrElse(
          leaf -> places.put(app, leaf), () -> homeless.merge(app.queue.path(), 1, Integer::sum));
    }
    List<SettingsProblem> problems = new ArrayList<>();
    homeless.forEach(
        (path, count) ->
            problems.add(
                new SettingsProblem(
                    path,
                    "",
                    "must stay a queue without queues below it while it has applications",
                    count + " applications",
                    "move them first, or keep it until they have ended")));
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return places;
  }
}
