package org.millrace.engine.analytics;

import java.util.Optional;
import org.millrace.engine.analytics.Analytics.By;
import org.millrace.engine.analytics.Analytics.Filter;

/**
 * Which sums answer a question.
 *
 * @param name of one of them; empty for all of the kind
 * @param queue to which the sums of those below it belong
 */
record SumReading(AnalyticsSums.Kind kind, Optional<String> name, Optional<String> queue) {
  /** Empty when no sums do. */
  static Optional<SumReading> of(By by, Filter filter) {
    Optional<String> none = Optional.empty();
    if (by == By.ALL && filter.narrows() == 0) {
      return Optional.of(new SumReading(AnalyticsSums.Kind.ALL, Optional.of(""), none));
    }
    if (by == By.ALL && filter.isOnly(filter.queue())) {
      return Optional.of(new SumReading(AnalyticsSums.Kind.UNDER, filter.queue(), filter.queue()));
    }
    if (by == By.STAGE && (filter.narrows() == 0 || filter.isOnly(filter.stage()))) {
      return Optional.of(new SumReading(AnalyticsSums.Kind.STAGE, filter.stage(), none));
    }
    if (by == By.PIPELINE && (filter.narrows() == 0 || filter.isOnly(filter.pipeline()))) {
      return Optional.of(new SumReading(AnalyticsSums.Kind.PIPELINE, filter.pipeline(), none));
    }
    return Optional.empty();
  }
}
