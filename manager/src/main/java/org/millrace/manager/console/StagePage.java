package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.JobTasks;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.errors.DidYouMean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One stage: its route, its options, its lanes, and what failed there last. */
@RestController
final class StagePage {
  private static final int SHOWN = 10;
  private static final int LANES = 50;

  private final Pages pages;
  private final Catalog catalog;
  private final RouteBook routes;
  private final Pulse pulse;
  private final DeadLetters letters;
  private final JobTasks tasks;

  StagePage(
      Pages pages,
      Catalog catalog,
      RouteBook routes,
      Pulse pulse,
      DeadLetters letters,
      JobTasks tasks) {
    this.pages = pages;
    this.catalog = catalog;
    this.routes = routes;
    this.pulse = pulse;
    this.letters = letters;
    this.tasks = tasks;
  }

  @GetMapping("/stages/{name}")
  ResponseEntity<String> stage(@PathVariable String name, HttpServletRequest request) {
    return pages.shared(request, "stage", () -> model(name));
  }

  private Map<String, ?> model(String name) {
    Catalog.Stage stage = find(name);
    StageNow now = pulse.now().stage(name);
    Map<String, Object> model = new HashMap<>();
    model.put("stage", stage);
    model.put("now", now);
    model.put("lanes", now.lanes().stream().limit(LANES).toList());
    model.put("moreLanes", Math.max(0, now.lanes().size() - LANES));
    model.put("route", routes.route(name).orElse(null));
    model.put("delayed", tasks.delayedAt(name, SHOWN));
    model.put(
        "dead",
        letters.list(
            new DeadLetter.Filter(
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            0,
            SHOWN));
    return model;
  }

  private Catalog.Stage find(String name) {
    List<String> names = catalog.stages().stream().map(Catalog.Stage::name).toList();
    return catalog.stages().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "stage", "must be a loaded stage", name, DidYouMean.remedy(name, names)));
  }
}
