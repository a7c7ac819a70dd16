package org.millrace.manager.console;

import java.util.Collection;
import java.util.Optional;
import org.millrace.engine.pipeline.Pipeline;

/** The loaded routes, as people want to see them. Thread-safe. */
public interface RouteBook {
  /** By name. */
  Collection<Pipeline> pipelines();

  /** The route that begins with a stage; empty when there is none. */
  Optional<Text> route(String stage);

  /**
   * A route written out.
   *
   * @param yaml what Camel runs, whatever it was written in
   */
  record Text(String id, String yaml) {}
}
