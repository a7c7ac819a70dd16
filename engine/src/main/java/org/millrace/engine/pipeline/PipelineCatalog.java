package org.millrace.engine.pipeline;

import java.util.Collection;
import java.util.Optional;

/** The pipelines that the loaded routes form. Thread-safe; answers change as routes come and go. */
public interface PipelineCatalog {
  Optional<Pipeline> find(String name);

  /**
   * What of a pipeline a job runs.
   *
   * @param stage at which it begins; null at the entry
   * @return empty when the pipeline, or the stage in it, has no route at the moment
   */
  default Optional<Pipeline> find(String name, String stage) {
    Optional<Pipeline> whole = find(name);
    return stage == null
        ? whole
        : whole.filter(each -> each.stages().contains(stage)).map(each -> each.from(stage));
  }

  Collection<Pipeline> all();

  /** Whether the stage waits for others: what is sent to it is kept as parts of its one task. */
  boolean isBarrier(String stage);
}
