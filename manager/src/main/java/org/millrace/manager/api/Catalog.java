package org.millrace.manager.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.manager.settings.SourceSettings;

/** What the running system knows of stages, pipelines and sources now. Thread-safe. */
public interface Catalog {
  /** Loaded stages, in pipeline order. */
  List<Stage> stages();

  /** Pipelines, by name. */
  List<Pipeline> pipelines();

  /** Sources, declared and seen, by name. */
  List<SourceSettings> sources();

  default Optional<Pipeline> pipeline(String name) {
    return pipelines().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * What of a pipeline a job runs.
   *
   * @param stage at which it begins; empty at the first
   */
  default Optional<Pipeline> pipeline(String name, Optional<String> stage) {
    return pipeline(name)
        .map(
            each ->
                new Pipeline(
                    name,
                    stage
                        .map(each.stages()::indexOf)
                        .filter(first -> first >= 0)
                        .map(first -> each.stages().subList(first, each.stages().size()))
                        .orElse(each.stages())));
  }

  /**
   * @param after the stages it waits for; empty unless it is a barrier
   * @param from where its route was read from
   * @param options options in force, by name, as a person would write them
   */
  record Stage(
      String name, String pipeline, String after, String from, Map<String, String> options) {}

  /**
   * @param stages names, in order
   */
  record Pipeline(String name, List<String> stages) {}
}
