package org.millrace.manager.api;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import org.millrace.engine.control.RefusalException;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.BodyEdit;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.DeadLetter.Answer;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.engine.ledger.DeadLetter.Refusal;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.task.Body;
import org.millrace.manager.access.AuditTrail;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists, shows, replays and discards dead tasks. */
@RestController
final class DeadLettersController {
  private static final int MOST = 500;
  private static final int MOST_REFUSALS = 100;

  private final DeadLetters letters;
  private final Steering steering;
  private final Clock clock;

  DeadLettersController(DeadLetters letters, Steering steering, Clock clock) {
    this.letters = letters;
    this.steering = steering;
    this.clock = clock;
  }

  /**
   * Which letters: those with these ids, or those that the filter holds; one of the two.
   *
   * @param to the stage that a replay sends them to; null for where they died
   */
  record Choice(List<Long> ids, Which filter, String to) {}

  /**
   * @param queue a queue, and those below it
   * @param error a text that the error contains, whatever its case
   * @param since a time, or how long ago
   */
  record Which(Long job, String stage, String queue, String error, String since) {}

  /**
   * @param done how many were replayed or discarded
   * @param refused why others were not; at most a hundred are named
   */
  record Outcome(int done, List<Refusal> refused) {}

  /**
   * Newest first.
   *
   * @param before only letters with a smaller id: {@code next} of the page before
   */
  @GetMapping("/api/v1/dead-letters")
  DeadLetterView.Page list(
      @RequestParam Optional<Long> job,
      @RequestParam Optional<String> stage,
      @RequestParam Optional<String> queue,
      @RequestParam Optional<String> error,
      @RequestParam Optional<String> since,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") long before) {
    Paging.check(limit, before);
    Filter filter =
        new Filter(
            job,
            given(stage),
            given(queue),
            given(error),
            given(since).map(text -> Since.time(text, clock)));
    DeadLetter.Found found = letters.search(filter, before, limit);
    DeadLetter.Count count = count(filter, before, found);
    return new DeadLetterView.Page(
        found.letters().stream().map(DeadLetterView::of).toList(),
        found.next().isPresent() ? Long.valueOf(found.next().getAsLong()) : null,
        count.letters(),
        count.more());
  }

  /* A first page that is not full has all of them: they need not be looked for again. */
  private DeadLetter.Count count(Filter filter, long before, DeadLetter.Found found) {
    return before == 0 && found.next().isEmpty()
        ? new DeadLetter.Count(found.letters().size(), false)
        : letters.count(filter);
  }

  @GetMapping("/api/v1/dead-letters/{id}")
  DeadLetterView.Detail show(
      @PathVariable long id, @RequestParam(defaultValue = "false") boolean whole) {
    return DeadLetterView.Detail.of(find(id), whole);
  }

  private DeadLetter.Content find(long id) {
    return letters
        .find(id)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "dead letter",
                    "must be one that has not been replayed or discarded",
                    Long.toString(id),
                    "./millrace dead and GET /api/v1/dead-letters list them"));
  }

  /**
   * How one letter is replayed.
   *
   * @param to the stage; null for where it died
   * @param body its new body, as text; null for the one it has
   */
  record Again(String to, String body) {}

  /**
   * Sends one task again, with another body if the request has one. Bodies that are text or JSON
   * can be replaced, by their like; 409 with the reason for others.
   */
  @PostMapping("/api/v1/dead-letters/{id}/replay")
  Outcome replayOne(
      @PathVariable long id, @RequestBody(required = false) Again given, Principal user) {
    Again again = given == null ? new Again(null, null) : given;
    Choice choice = new Choice(List.of(id), null, again.to());
    if (again.body() == null) {
      return replay(choice, user);
    }
    Body before = find(id).body();
    BodyEdit edit = new BodyEdit(again.body(), user.getName(), clock.instant());
    Outcome outcome =
        each(choice, user, ids -> replayed(ids, Optional.ofNullable(again.to()), edit));
    // What it says may be nobody else's affair.
    AuditTrail.before(Map.of("bytes", before.bytes().length));
    AuditTrail.after(Map.of("bytes", again.body().getBytes(StandardCharsets.UTF_8).length));
    return outcome;
  }

  private Answer replayed(List<Long> one, Optional<String> to, BodyEdit edit) {
    return one.isEmpty() ? new Answer(0, List.of()) : letters.replay(one.get(0), to, edit);
  }

  /** Sends tasks again, with all their attempts before them. 409 when none of them could be. */
  @PostMapping("/api/v1/dead-letters/replay")
  Outcome replay(@RequestBody Choice choice, Principal user) {
    return each(choice, user, ids -> letters.replay(ids, Optional.ofNullable(choice.to())));
  }

  /** Gives tasks up: their jobs go on without them. 409 when none of them could be. */
  @PostMapping("/api/v1/dead-letters/discard")
  Outcome discard(@RequestBody Choice choice, Principal user) {
    return each(choice, user, letters::discard);
  }

  private Outcome each(Choice choice, Principal user, Function<List<Long>, Answer> step) {
    if ((choice.ids() == null) == (choice.filter() == null)) {
      throw ApiException.refused(
          "body",
          "must have either ids or a filter",
          "",
          "{\"ids\": [1]}, {\"filter\": {\"job\": 1}}");
    }
    AuditTrail.before(choice);
    int done = 0;
    List<Refusal> refused = new ArrayList<>();
    if (choice.ids() != null) {
      done = act(choice.ids(), user, step, refused);
    } else {
      Filter filter = filter(choice.filter());
      OptionalLong next = OptionalLong.of(0);
      while (next.isPresent()) {
        DeadLetter.Found found = letters.search(filter, next.getAsLong(), MOST);
        if (!found.letters().isEmpty()) {
          done += act(found.letters().stream().map(DeadLetter::id).toList(), user, step, refused);
        }
        next = found.next();
      }
    }
    if (done == 0 && !refused.isEmpty()) {
      throw conflict(refused.get(0));
    }
    AuditTrail.after(Map.of("done", done, "refused", refused.size()));
    return new Outcome(done, refused);
  }

  /**
   * Every replay and every discard goes through here.
   *
   * @throws RefusalException the user may touch none of them
   */
  private int act(
      List<Long> ids, Principal user, Function<List<Long>, Answer> step, List<Refusal> refused) {
    Map<Long, Long> jobs = letters.jobsOf(ids);
    Map<Long, RefusalException> forbidden = new HashMap<>();
    for (long job : new TreeSet<>(jobs.values())) {
      try {
        steering.checkChange(Users.of(user), job);
      } catch (RefusalException e) {
        forbidden.put(job, e);
      }
    }
    List<Long> allowed =
        ids.stream().filter(id -> !forbidden.containsKey(jobs.getOrDefault(id, 0L))).toList();
    if (allowed.isEmpty() && !forbidden.isEmpty()) {
      throw forbidden.values().iterator().next();
    }
    Answer answer = step.apply(allowed);
    List<Refusal> all = new ArrayList<>(answer.refused());
    ids.stream()
        .filter(id -> !allowed.contains(id))
        .forEach(id -> all.add(new Refusal(id, forbidden.get(jobs.get(id)).getMessage())));
    all.stream().limit(Math.max(0, MOST_REFUSALS - refused.size())).forEach(refused::add);
    return answer.done();
  }

  private static ApiException conflict(Refusal refusal) {
    return new ApiException(
        HttpStatus.CONFLICT, new Problem("dead letter " + refusal.id(), refusal.reason(), "", ""));
  }

  private Filter filter(Which which) {
    return new Filter(
        Optional.ofNullable(which.job()),
        given(Optional.ofNullable(which.stage())),
        given(Optional.ofNullable(which.queue())),
        given(Optional.ofNullable(which.error())),
        given(Optional.ofNullable(which.since())).map(text -> Since.time(text, clock)));
  }

  private static Optional<String> given(Optional<String> text) {
    return text.filter(each -> !each.isBlank());
  }
}
