package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrongUsageTest {
  @Test
  void anUnknownCommandSaysWhichWasMeant() {
    Run run = Run.command("explian");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "millrace: must be one of its commands, was \"explian\" (did you mean ./millrace explain?)");
    assertThat(Run.command("frobnicate").err()).contains("./millrace --help lists them");
  }

  @Test
  void aWrongOptionSaysWhereHelpIsAndNotAllOfIt() {
    Run run = Run.command("jobs", "--no-such-option");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--no-such-option", "(./millrace jobs --help)");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void withoutACommandItIsTheHelpThatNamesThoseOfTheServerToo() {
    Run run = Run.command();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("  up  ", "  worker  ", "  demo  ", "jobs");
  }
}
