package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.millrace.engine.task.BadInputException;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SourceSettings;
import org.millrace.processors.logs.LineParser;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is set for each source, and how lines of it are understood. */
@RestController
final class SourcePages {
  private static final int MOST_LINES = 200;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Pages pages;
  private final Catalog catalog;
  private final Supplier<Settings> settings;
  private final Clock clock;

  SourcePages(Pages pages, Catalog catalog, Supplier<Settings> settings, Clock clock) {
    this.pages = pages;
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
  }

  @GetMapping("/sources")
  ResponseEntity<String> sources(HttpServletRequest request) {
    return pages.page(request, "sources", Map.of("sources", catalog.sources()));
  }

  /** One that nobody has declared has the defaults, as a folder of the inbox does. */
  @GetMapping("/sources/{name}")
  ResponseEntity<String> source(@PathVariable String name, HttpServletRequest request) {
    SourceSettings source = settings.get().source(name);
    return pages.page(
        request,
        "source",
        Map.of("source", source, "declared", settings.get().sources().containsKey(name)));
  }

  /**
   * Sample lines, each with its fields or the reason why it is none.
   *
   * @param columns every field that some line has, in the order in which they came up
   */
  public record Parsed(List<LineParser.Line> lines, Set<String> columns, boolean cut) {}

  /** Changes nothing. */
  @PostMapping("/sources/{name}/sample")
  ResponseEntity<String> sample(
      @PathVariable String name, @RequestParam String lines, HttpServletRequest request)
      throws IOException {
    if (lines.length() > MOST_CHARACTERS) {
      throw ApiException.refused(
          "lines",
          "must be at most " + MOST_CHARACTERS + " characters long",
          Integer.toString(lines.length()),
          "for whole files: ./millrace parse --source " + name + " FILE");
    }
    return pages.page(
        request, "sample", Map.of("parsed", parse(settings.get().source(name), lines)));
  }

  private Parsed parse(SourceSettings source, String text) throws IOException {
    List<LineParser.Line> lines = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    try {
      // What is pasted is text already, whatever charset the source's files have.
      new LineParser(
              source.format().orElse(""), "UTF-8", source.zone().orElse("UTC"), clock.instant())
          .parse(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
              line -> {
                if (lines.size() < MOST_LINES) {
                  lines.add(line);
                  if (line.fields() != null) {
                    columns.addAll(line.fields().keySet());
                  }
                }
              });
    } catch (BadInputException e) {
      throw ApiException.refused("sample", e.getMessage(), "", "");
    }
    return new Parsed(lines, columns, lines.size() == MOST_LINES);
  }
}
