package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.api.DeadLetterView;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tasks that ran out of attempts: what they died of, and each of them whole. */
@RestController
final class LettersPages {
  private static final int PAGE = 50;

  /** Groups are made of so many of the newest: enough to see what is wrong now. */
  private static final int GROUPED = 5000;

  private static final int GROUPS = 20;

  private final Pages pages;
  private final DeadLetters letters;
  private final JobLedger ledger;
  private final Catalog catalog;
  private final Steering steering;
  private final Clock clock;

  LettersPages(
      Pages pages,
      DeadLetters letters,
      JobLedger ledger,
      Catalog catalog,
      Steering steering,
      Clock clock) {
    this.pages = pages;
    this.letters = letters;
    this.ledger = ledger;
    this.catalog = catalog;
    this.steering = steering;
    this.clock = clock;
  }

  @GetMapping("/dead-letters")
  ResponseEntity<String> list(
      @ModelAttribute LettersQuery query,
      @RequestParam(defaultValue = "0") long before,
      HttpServletRequest request) {
    return pages.shared(request, "letters", () -> model(query, before));
  }

  private Map<String, ?> model(LettersQuery query, long before) {
    DeadLetter.Filter filter = query.filter(clock);
    List<DeadLetter> newest = letters.list(filter, 0, GROUPED);
    List<DeadLetter> page =
        before == 0
            ? newest.stream().limit(PAGE + 1).toList()
            : letters.list(filter, before, PAGE + 1);
    Map<String, Object> model = new HashMap<>();
    model.put("query", query);
    model.put("letters", page.stream().limit(PAGE).toList());
    model.put("next", page.size() > PAGE ? query.page(page.get(PAGE - 1).id()) : null);
    model.put("first", before == 0);
    model.put("groups", LetterGroup.of(newest, query).stream().limit(GROUPS).toList());
    model.put("counted", newest.size());
    model.put("partly", newest.size() == GROUPED);
    model.put("stages", catalog.stages().stream().map(Catalog.Stage::name).toList());
    return model;
  }

  @GetMapping("/dead-letters/{id}")
  ResponseEntity<String> letter(@PathVariable String id, HttpServletRequest request) {
    DeadLetter.Content letter =
        number(id)
            .flatMap(letters::find)
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "dead letter",
                        "must be one that has not been replayed or discarded",
                        id,
                        ""));
    Viewer viewer = Viewer.of(request);
    long job = letter.letter().jobId();
    Map<String, Object> model = new HashMap<>();
    DeadLetterView.Content whole = DeadLetterView.Detail.of(letter, true).body();
    model.put("detail", DeadLetterView.Detail.of(letter, false));
    model.put("whole", whole.text());
    model.put("ends", lineEnds(whole));
    model.put("steers", viewer.may(() -> steering.checkChange(viewer.user(), job)));
    model.put("stages", ledger.find(job).map(this::stages).orElse(List.of()));
    return pages.page(request, "letter", model);
  }

  /** A browser's text has lines that end alike: those of a text that has others would change. */
  private static String lineEnds(DeadLetterView.Content body) {
    String without = body.text().replace("\r\n", "");
    if (without.contains("\r") || body.text().contains("\r\n") && without.contains("\n")) {
      return "mixed";
    }
    return body.text().contains("\r\n") ? "crlf" : "lf";
  }

  private List<String> stages(Job job) {
    return catalog.pipeline(job.pipeline()).map(Catalog.Pipeline::stages).orElse(List.of());
  }

  private static Optional<Long> number(String id) {
    try {
      return Optional.of(Long.parseLong(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
