package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.millrace.manager.api.Catalog;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a person gives a file, or names an object, to be worked on. */
@RestController
final class SubmitPage {
  private final Pages pages;
  private final Catalog catalog;
  private final QueueNames queues;

  SubmitPage(Pages pages, Catalog catalog, QueueNames queues) {
    this.pages = pages;
    this.catalog = catalog;
    this.queues = queues;
  }

  @GetMapping("/submit")
  ResponseEntity<String> submit(HttpServletRequest request) {
    return pages.page(
        request,
        "submit",
        Map.of(
            "pipelines", catalog.pipelines().stream().map(Catalog.Pipeline::name).toList(),
            "sources", catalog.sources().stream().map(each -> each.name()).toList(),
            "queues", queues.leaves()));
  }
}
