package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetter.Found;
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

  /** Groups are made of so many of the newest; kinds of errors that are all older stand below. */
  private static final int GROUPED = 500;

  private static final int GROUPS = 20;

  /** Of more kinds of errors those that are not among the newest are not all looked for. */
  private static final int KINDS = 200;

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
    // Further back than the first page nobody asks what is wrong now.
    boolean first = before == 0;
    Found page = letters.search(filter, before, first ? GROUPED : PAGE + 1);
    List<DeadLetter> newest = first ? page.letters() : List.of();
    List<DeadLetter> shown = page.letters().stream().limit(PAGE).toList();
    boolean full = page.letters().size() > PAGE;
    Map<String, Object> model = new HashMap<>();
    model.put("query", query);
    model.put("letters", shown);
    model.put("next", full ? query.page(shown.get(PAGE - 1).id()) : null);
    // The search ended its step before it had a page: it says so, and how to go on.
    model.put(
        "further", !full && page.next().isPresent() ? query.page(page.next().getAsLong()) : null);
    model.put("first", first);
    List<LetterGroup> groups = LetterGroup.of(newest, query);
    model.put("groups", groups.stream().limit(GROUPS).toList());
    model.put("older", query.filters() || !first ? List.of() : older(groups, query));
    model.put("counted", newest.size());
    model.put("partly", page.next().isPresent());
    model.put("stages", catalog.stages().stream().map(Catalog.Stage::name).toList());
    return model;
  }

  /** Errors that are not among the newest letters, by a letter of each. */
  private List<LetterGroup> older(List<LetterGroup> newest, LettersQuery query) {
    Set<String> known = newest.stream().map(LetterGroup::pattern).collect(Collectors.toSet());
    List<DeadLetter> others =
        letters.kinds(KINDS).stream()
            .filter(kind -> !known.contains(kind))
            .limit(GROUPS)
            .flatMap(kind -> letters.newestOf(kind).stream())
            .toList();
    return LetterGroup.of(others, query);
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
