package org.millrace.manager.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.millrace.engine.ledger.RetentionRules;

/** Reads the section {@code retention}. */
final class RetentionReader {
  private static final String NEVER = "never";
  static final String AGE =
      "must be a duration with a unit, at most 20000d, for example 30d, or never";

  /** The databases are asked in whole seconds of 32 bits. */
  private static final Duration LONGEST = Duration.ofDays(20_000);

  private static final RetentionRules DEFAULT = RetentionRules.DEFAULT;

  private RetentionReader() {}

  /** How long statistics are kept; before {@link #read}, which refuses the keys nobody read. */
  static Optional<Duration> statistics(Section section) {
    return age(section, "analytics", ObserveSettings.DEFAULT.statistics());
  }

  static RetentionRules read(Section section) {
    Optional<Duration> jobs = age(section, "jobs", DEFAULT.jobs());
    Optional<Duration> results = age(section, "results", DEFAULT.results());
    if (jobs.isPresent() && results.isPresent() && results.get().compareTo(jobs.get()) > 0) {
      section.refuse(
          "results",
          "must not be longer than jobs, with which they go",
          "raise jobs too, or say never to leave results alone");
    }
    RetentionRules rules =
        new RetentionRules(
            jobs,
            section
                .value(
                    "jobsAtMost", RetentionReader::count, "must be a whole number from 1, or never")
                .orElse(DEFAULT.jobsAtMost()),
            results,
            age(section, "deadLetters", DEFAULT.deadLetters()),
            age(section, "failedData", DEFAULT.failedData()),
            age(section, "completedData", DEFAULT.completedData()));
    section.end();
    return rules;
  }

  private static Optional<Duration> age(Section section, String key, Optional<Duration> otherwise) {
    return section.value(key, RetentionReader::age, AGE).orElse(otherwise);
  }

  static Optional<Duration> age(String text) {
    if (text.equals(NEVER)) {
      return Optional.empty();
    }
    Duration age = Units.duration(text);
    if (age.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("longer than a database can say");
    }
    return Optional.of(age);
  }

  private static OptionalLong count(String text) {
    return text.equals(NEVER) ? OptionalLong.empty() : OptionalLong.of(Units.count(text));
  }
}
