package org.millrace.routes.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.routes.dropin.RouteCheck.Finding;

class RouteCheckTest {
  @TempDir Path folder;
  private RouteCheck check;

  @BeforeEach
  void open() throws Exception {
    check = new RouteCheck(stage -> Map.of(), () -> "table", new FolderObjectStore(folder));
  }

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void aFileThatWouldLoadHasNothingWrongAndItsStagesAreKnown() throws Exception {
    Path file = write("mask.yaml", stage("mask", "stage:parse"));

    assertThat(check.load(file)).isEmpty();
    assertThat(check.stages(file)).containsExactly("mask");
    assertThat(check.pipelines()).contains("mask");
    assertThat(check.stageNames()).contains("mask", "split", "parse", "summarise");
    assertThat(check.missing()).isEmpty();
  }

  @Test
  void whatARunningSystemRefusesIsFoundWithItsLine() throws Exception {
    assertThat(check.load(write("a.yaml", stage("a", "log:x").replace("steps", "stepz"))))
        .map(Finding::message)
        .hasValueSatisfying(message -> assertThat(message).contains("a.yaml:5: Unsupported field"));
    assertThat(check.load(write("b.yaml", stage("b?batch=0", "log:x"))))
        .map(Finding::message)
        .hasValueSatisfying(message -> assertThat(message).contains("b.yaml:3: ", "batch must be"));
    assertThat(check.load(write("c.yaml", stage("parse", "log:x"))))
        .map(Finding::message)
        .hasValueSatisfying(
            message -> assertThat(message).contains("only one route may begin with it"));
    assertThat(check.load(write("d.yaml", stage("d", "no-such-component:x"))))
        .map(Finding::message)
        .hasValueSatisfying(message -> assertThat(message).contains("no-such-component"));
    assertThat(check.stageNames()).containsExactly("parse", "split", "summarise");
  }

  @Test
  void aStageThatIsNamedAndNotThereIsFound() throws Exception {
    Path file = write("mask.yaml", stage("mask", "stage:pars"));
    check.load(file);
    check.load(write("wait.yaml", stage("wait?after=nobody", "log:x")));

    assertThat(check.missing())
        .extracting(Finding::message)
        .containsExactly(
            file
                + ": stage:mask names stage:pars, and no route begins with it, did you mean parse?",
            folder.resolve("wait.yaml")
                + ": stage:wait names stage:nobody, and no route begins with it"
                + " (known: mask, parse, split, summarise, wait)");
  }

  @Test
  void nothingRuns() throws Exception {
    Path proof = folder.resolve("proof");
    Path file =
        write(
            "timer.yaml",
            """
            - route:
                from:
                  uri: timer:soon?delay=0&repeatCount=1
                  steps:
                    - setBody: {constant: x}
                    - to: file:%s?fileName=proof
            """
                .formatted(folder));

    assertThat(check.load(file)).isEmpty();
    // What a context starts comes before what is loaded later.
    assertThat(check.load(write("later.yaml", stage("later", "log:x")))).isEmpty();
    check.close();
    assertThat(proof).doesNotExist();
  }

  private static String stage(String name, String to) {
    return """
        - route:
            from:
              uri: stage:%s
              steps:
                - to: %s
        """
        .formatted(name, to)
        .replace("              steps", "      steps");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
