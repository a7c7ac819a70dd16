package org.millrace.manager.support;

import java.util.List;
import java.util.Map;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.settings.SourceSettings;

/** Knows the bundled pipeline, and a source for whoever asks. */
public final class BundledCatalog implements Catalog {
  @Override
  public List<Stage> stages() {
    return List.of(
        new Stage("split", "b2b-logs", "", "bundled", Map.of("memory", "256Mi")),
        new Stage("parse", "b2b-logs", "", "bundled", Map.of("batch", "4")),
        new Stage("summarise", "b2b-logs", "parse", "bundled", Map.of()));
  }

  @Override
  public List<Pipeline> pipelines() {
    return List.of(new Pipeline("b2b-logs", List.of("split", "parse", "summarise")));
  }

  @Override
  public List<SourceSettings> sources() {
    return List.of(SourceSettings.undeclared("acme"));
  }
}
