package org.millrace.manager.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.analytics.Analytics.Answer;
import org.millrace.engine.analytics.Analytics.By;
import org.millrace.engine.analytics.Analytics.Filter;
import org.millrace.manager.errors.DidYouMean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rates, times and backlogs over time. An answer is shared by all who ask within two seconds. */
@RestController
final class AnalyticsController {
  private static final int MOST_MINUTES = 525_600;
  private static final int MOST_KEPT = 64;
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Analytics analytics;
  private final Clock clock;
  private final Map<Question, Kept> kept = new ConcurrentHashMap<>();

  private record Question(int minutes, By by, Filter filter) {}

  private record Kept(Instant at, Answer answer) {}

  AnalyticsController(Analytics analytics, Clock clock) {
    this.analytics = analytics;
    this.clock = clock;
  }

  /**
   * The last minutes, one number a step; beyond a day a step is an hour or more.
   *
   * @param by what a series is of: all, source, queue, pipeline or stage
   * @param queue only this queue and those below it
   */
  @GetMapping("/api/v1/analytics")
  Answer analytics(
      @RequestParam(defaultValue = "60") int minutes,
      @RequestParam(defaultValue = "all") String by,
      @RequestParam Optional<String> source,
      @RequestParam Optional<String> queue,
      @RequestParam Optional<String> pipeline,
      @RequestParam Optional<String> stage) {
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw ApiException.refused(
          "minutes", "must be from 1 to " + MOST_MINUTES, Integer.toString(minutes), "");
    }
    Question question = new Question(minutes, by(by), new Filter(source, queue, pipeline, stage));
    Instant now = clock.instant();
    if (kept.size() > MOST_KEPT) {
      kept.values().removeIf(each -> each.at().plus(FRESH).isBefore(now));
    }
    // Whoever asks the same meanwhile waits for this answer.
    return kept.compute(
            question,
            (asked, known) ->
                known != null && known.at().plus(FRESH).isAfter(now)
                    ? known
                    : new Kept(now, analytics.read(minutes, asked.by(), asked.filter())))
        .answer();
  }

  private static By by(String name) {
    List<String> known =
        Arrays.stream(By.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    if (!known.contains(name)) {
      throw ApiException.refused(
          "by", "must be one of " + String.join(", ", known), name, DidYouMean.remedy(name, known));
    }
    return By.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
