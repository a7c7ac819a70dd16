package org.millrace.manager.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.errors.RefusedException;
import picocli.CommandLine;

/** Needs no running system. */
class AuthorTest {
  @TempDir Path dir;

  private record Run(int exit, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "java", "xml"})
  void aNewStageIsInOrderAsItIs(String language) throws IOException {
    assertThat(newStage("mask-2nd", "--language", language).exit()).isZero();

    Run run = check();

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("in order, stages mask-2nd, mask-2nd-result");
    try (Stream<Path> files = Files.list(dir.resolve("home/routes"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactly(language.equals("java") ? "Mask2nd.java" : "mask-2nd." + language);
    }
  }

  @Test
  void aStageThatIsThereIsNotOverwritten() throws IOException {
    newStage("mask");
    Path file = dir.resolve("home/routes/mask.yaml");
    Files.writeString(file, "# mine");

    Run run = newStage("mask");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("mask.yaml: must not be there yet");
    assertThat(file).hasContent("# mine");
    assertThat(newStage("../mask").err()).contains("NAME: must be letters");
  }

  @Test
  void aNewSourceStandsInTheFileBesideWhatIsThere() throws IOException {
    Path file = dir.resolve("home/millrace.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "millrace:\n  transport: table  # as ever\n");

    Run run =
        newSource("acme", "--format", "grok:%{IP:client} \"%{WORD:what}\"", "--zone", "+02:00");

    assertThat(run.err()).isEmpty();
    assertThat(file)
        .hasContent(
            """
            millrace:
              transport: table  # as ever
              sources:
                acme: {format: "grok:%{IP:client} \\"%{WORD:what}\\"", zone: "+02:00", queue: root.partners.acme}
            """);
    assertThat(dir.resolve("home/buckets/inbox/acme")).isDirectory();
    assertThat(check().out()).contains("in order, settings with 1 source");
    assertThat(newSource("acme").err()).contains("millrace.yaml: sources.acme: is there already");
  }

  @Test
  void aSourceThatWouldBeRefusedChangesNothing() throws IOException {
    newSource("first");
    String before = Files.readString(dir.resolve("home/millrace.yaml"));

    assertThat(newSource("acme", "--format", "combind").err()).contains("did you mean");
    assertThat(newSource("acme", "--queue", "acme").err()).contains("must be a path");
    assertThat(newSource("a: {b", "--zone", "UTC").err()).contains("NAME: must be a name");

    assertThat(dir.resolve("home/millrace.yaml")).hasContent(before);
    assertThat(dir.resolve("home/buckets/inbox/acme")).doesNotExist();
  }

  @Test
  void everyMistakeOfAHomeIsSaidWithFileAndLine() throws IOException {
    newStage("mask");
    Path home = dir.resolve("home");
    Path bad = home.resolve("routes/zz.yaml");
    Files.writeString(bad, "- route:\n    from:\n      uri: stage:zz\n      stepz: []\n");
    Files.writeString(
        home.resolve("millrace.yaml"),
        """
        millrace:
          transport: pigeon
          sources:
            acme: {pipelin: mask}
        """);

    Run run = check();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("mask.yaml: in order");
    assertThat(run.err())
        .contains(
            home.resolve("millrace.yaml") + ":2: ",
            home.resolve("millrace.yaml") + ":4: ",
            bad + ":4: ",
            "2 of 3 files to mend");
  }

  @Test
  void settingsOfWhatIsNotThereAreFound() throws IOException {
    newStage("mask");
    Files.writeString(
        dir.resolve("home/millrace.yaml"),
        """
        millrace:
          stages:
            maks: {batch: 5}
          sources:
            acme: {pipeline: b2b-log}
        """);

    assertThat(check().err())
        .contains(
            "stages.maks: must be a stage, was \"maks\" (did you mean \"mask\"?)",
            "sources.acme.pipeline: must be a pipeline, was \"b2b-log\""
                + " (did you mean \"b2b-logs\"?)");
  }

  @Test
  void filesAnywhereAreCheckedAndJsonIsOneDocument() throws IOException {
    Path settings = Files.writeString(dir.resolve("other.yaml"), "millrace:\n  lease: 1h\n");
    newStage("mask");
    Path route = dir.resolve("home/routes/mask.yaml");

    Run run = run(new CheckCommand(), List.of(settings.toString(), route.toString(), "--json"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("{\"ok\":false,\"files\":[{\"file\":\"" + settings)
        .contains("other.yaml:2: ", "\"content\":\"stages mask, mask-result\"");
    assertThat(run(new CheckCommand(), List.of("none.yaml")).err())
        .contains("FILE: must be a file that can be read, was \"none.yaml\"");
  }

  @Test
  void withoutAHomeThereIsNothingToCheck() {
    assertThat(check().err()).contains("--home: must be the home of a system");
    assertThat(dir.resolve("home")).doesNotExist();
  }

  private Run newStage(String... args) {
    return inHome(new NewStage(), args);
  }

  private Run newSource(String... args) {
    return inHome(new NewSource(), args);
  }

  private Run check() {
    return inHome(new CheckCommand());
  }

  private Run inHome(Object command, String... args) {
    List<String> all =
        Stream.concat(Stream.of(args), Stream.of("--home", "" + dir.resolve("home"))).toList();
    return run(command, all);
  }

  private static Run run(Object command, List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          assertThat(failure).isInstanceOf(RefusedException.class);
          at.getErr().println(failure.getMessage());
          return 2;
        });
    int exit = line.execute(args.toArray(String[]::new));
    line.getOut().flush();
    line.getErr().flush();
    return new Run(exit, out.toString(), err.toString());
  }
}
