package org.millrace.engine.pipeline;

import java.util.Collection;
import java.util.Optional;

/** The pipelines that the loaded routes form. Thread-safe; answers change as routes come and go. */
public interface PipelineCatalog {
  Optional<Pipeline> find(String name);

  Collection<Pipeline> all();

  /** Whether the stage waits for others: what is sent to it is kept as parts of its one task. */
  boolean isBarrier(String stage);
}
