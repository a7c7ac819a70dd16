package org.millrace.manager.errors;

import java.util.List;
import java.util.stream.Collectors;

/** The user asked for something that cannot be: nothing was done, and the problems say why. */
public class RefusedException extends RuntimeException {
  private final transient List<Problem> problems;

  public RefusedException(Problem problem) {
    this(List.of(problem));
  }

  public RefusedException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).distinct().collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, not only the first. */
  public List<Problem> problems() {
    return problems;
  }
}
