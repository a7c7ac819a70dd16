package org.millrace.benchmarks.scheduler;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.tree.Policy;

/**
 * Who takes part. YARN's schedulers compare by memory, as they do unless told otherwise. A twenty
 * is containers that end before the next are granted, where else it is one.
 */
enum Candidate {
  MILLRACE_FIFO(load -> new Millrace(load, Policy.FIFO, Comparison.MEMORY, 1)),
  MILLRACE_FAIR(load -> new Millrace(load, Policy.FAIR, Comparison.MEMORY, 1)),
  MILLRACE_FAIR_DOMINANT(load -> new Millrace(load, Policy.FAIR, Comparison.DOMINANT, 1)),
  MILLRACE_CAPACITY(load -> new Millrace(load, Policy.CAPACITY, Comparison.MEMORY, 1)),
  MILLRACE_CAPACITY_DOMINANT(load -> new Millrace(load, Policy.CAPACITY, Comparison.DOMINANT, 1)),
  MILLRACE_FAIR_TWENTY(load -> new Millrace(load, Policy.FAIR, Comparison.MEMORY, 20)),
  MILLRACE_CAPACITY_TWENTY(load -> new Millrace(load, Policy.CAPACITY, Comparison.MEMORY, 20)),
  YARN_FAIR(load -> new Yarn(load, YarnSettings.fair(load))),
  YARN_CAPACITY(load -> new Yarn(load, YarnSettings.capacity(load)));

  private final Function<Load, Contender> maker;

  Candidate(Function<Load, Contender> maker) {
    this.maker = maker;
  }

  Contender on(Load load) {
    return maker.apply(load);
  }

  /** As it is written in tables and on the command line: {@code yarn-fair}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Who has this title.
   *
   * @throws IllegalArgumentException nobody has
   */
  static Candidate of(String title) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "contender: must be one of %s, was \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(Candidate::title)
                                .collect(Collectors.joining(", ")),
                            title)));
  }
}
