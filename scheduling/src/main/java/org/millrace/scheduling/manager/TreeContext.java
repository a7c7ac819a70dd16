package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.List;
import org.millrace.scheduling.resource.Measure;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/** What all queues of a tree share. */
final class TreeContext {
  private final SchedulerSettings settings;
  private final Sizes sizes;
  private final List<QueueNode> demandChanged = new ArrayList<>();
  private Resources cluster = Resources.NONE;
  private Measure measure;
  private boolean turns;
  private boolean holdsBack;

  TreeContext(SchedulerSettings settings, Sizes sizes) {
    this.settings = settings;
    this.sizes = sizes;
    this.measure = Measure.of(settings.comparison(), cluster);
  }

  void resize(Resources now) {
    cluster = now;
    measure = Measure.of(settings.comparison(), now);
  }

  void demandChanged(QueueNode queue) {
    demandChanged.add(queue);
  }

  /** Costs as much as there were changes since the last call. */
  void refreshDemand() {
    for (int i = 0; i < demandChanged.size(); i++) {
      demandChanged.get(i).refreshDemand();
    }
    demandChanged.clear();
  }

  /** Queues that are alike otherwise are served in turn, by weight. */
  void takeTurns() {
    turns = true;
  }

  boolean turns() {
    return turns;
  }

  /** See {@link HoldingBack}. */
  void holdBack() {
    holdsBack = true;
  }

  boolean holdsBack() {
    return holdsBack;
  }

  SchedulerSettings settings() {
    return settings;
  }

  Sizes sizes() {
    return sizes;
  }

  Resources cluster() {
    return cluster;
  }

  Measure measure() {
    return measure;
  }
}
