package org.millrace.scheduling.tree;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be: nothing was changed, and the problems name all that is wrong. */
public final class InvalidSettingsException extends RuntimeException {
  private final transient List<SettingsProblem> problems;

  public InvalidSettingsException(List<SettingsProblem> problems) {
    super(problems.stream().map(SettingsProblem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<SettingsProblem> problems() {
    return problems;
  }
}
