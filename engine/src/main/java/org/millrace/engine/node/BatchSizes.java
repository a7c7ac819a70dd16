package org.millrace.engine.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.stage.Stages;

/** What this process knows of how long each stage's tasks take. Thread-safe. */
final class BatchSizes {
  private final Stages stages;
  private final Map<String, BatchSize> sizes = new ConcurrentHashMap<>();

  BatchSizes(Stages stages) {
    this.stages = stages;
  }

  BatchSize of(String stage) {
    return sizes.computeIfAbsent(stage, any -> new BatchSize());
  }

  /** How many of a stage's tasks are so quick that no slot would be given a share of them. */
  int together(String stage) {
    BatchSize size = sizes.get(stage);
    return size == null
        ? 1
        : stages.find(stage).map(found -> size.quick(stages.options(found).batch())).orElse(1);
  }
}
