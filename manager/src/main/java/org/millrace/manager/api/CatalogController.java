package org.millrace.manager.api;

import java.util.List;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.settings.SourceSettings;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists what the system runs. */
@RestController
final class CatalogController {
  private final Catalog catalog;

  CatalogController(Catalog catalog) {
    this.catalog = catalog;
  }

  record Stages(List<Catalog.Stage> stages) {}

  record Pipelines(List<Catalog.Pipeline> pipelines) {}

  record Sources(List<SourceSettings> sources) {}

  @GetMapping("/api/v1/stages")
  Stages stages() {
    return new Stages(catalog.stages());
  }

  @GetMapping("/api/v1/pipelines")
  Pipelines pipelines() {
    return new Pipelines(catalog.pipelines());
  }

  @GetMapping("/api/v1/sources")
  Sources sources() {
    return new Sources(catalog.sources());
  }

  /** 404 for a source that was neither declared nor seen. */
  @GetMapping("/api/v1/sources/{name}")
  SourceSettings source(@PathVariable String name) {
    return catalog.sources().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "source",
                    "must be declared in millrace.yaml or have a folder in the inbox",
                    name,
                    DidYouMean.remedy(
                        name, catalog.sources().stream().map(SourceSettings::name).toList())));
  }
}
