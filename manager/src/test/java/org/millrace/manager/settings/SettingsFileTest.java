package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.errors.ConflictException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;

class SettingsFileTest {
  @TempDir Path dir;

  private final List<Settings> told = new ArrayList<>();

  @Test
  void aChangeTakesEffectWithoutARestart() throws IOException {
    write("millrace:\n  containers: 1\n");
    try (SettingsFile file = open()) {
      file.watch();
      write("millrace:\n  containers: 2\n");

      Awaitility.await().until(() -> file.get().containers().getAsInt() == 2);
    }
  }

  @Test
  void aWrongChangeIsRefusedWholeAndTheSettingsBeforeItStay() throws IOException {
    write("millrace:\n  containers: 1\n");
    try (SettingsFile file = open()) {
      write("millrace:\n  containers: 2\n  nonsense: 3\n");
      file.reload();

      assertThat(file.get().containers()).hasValue(1);
      assertThat(told).isEmpty();

      write("millrace:\n  containers: 2\n");
      file.reload();

      assertThat(file.get().containers()).hasValue(2);
      assertThat(told).containsExactly(file.get());
    }
  }

  @Test
  void whatAListenerRefusesDoesNotComeIntoForce() throws IOException {
    write("millrace:\n  containers: 1\n");
    try (SettingsFile file = open()) {
      file.onChange(
          settings -> {
            if (settings.containers().getAsInt() > 1) {
              throw new RefusedException(new Problem("containers", "must be 1", "2", ""));
            }
          });
      write("millrace:\n  containers: 2\n");
      file.reload();

      assertThat(file.get().containers()).hasValue(1);
      assertThat(told).extracting(each -> each.containers().getAsInt()).containsExactly(2, 1);
    }
  }

  @Test
  void aDeletedFileMeansTheDefaults() throws IOException {
    write("millrace:\n  containers: 1\n");
    try (SettingsFile file = open()) {
      Files.delete(path());
      file.reload();

      assertThat(file.get()).isEqualTo(Settings.DEFAULTS);
    }
  }

  @Test
  void aWrongFileAtTheStartIsRefused() throws IOException {
    write("millrace:\n  container: 1\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "millrace.yaml:2: millrace.container: is no setting (did you mean \"containers\"?)");
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Files.write(path(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(this::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must be UTF-8 text");
  }

  @Test
  void aQueueIsChangedInTheFileItselfAndInForceAtOnce() throws IOException {
    String text =
        "# ours\nmillrace:\n  containers: 1 # few\n  scheduler: {queues: {root.a: {weight: 1}}}\n";
    write(text);
    try (SettingsFile file = open()) {
      List<String> changes = file.changeQueue("root.a", Map.of("weight", "3"), now -> {});

      assertThat(changes).containsExactly("root.a: weight 1 becomes 3");
      assertThat(read()).isEqualTo(text.replace("weight: 1", "weight: 3"));
      assertThat(told).containsExactly(file.get());
      file.reload();
      assertThat(told).as("nobody is told twice").hasSize(1);
      assertThat(file.changeQueue("root.a", Map.of("weight", "3.0"), now -> {})).isEmpty();
      assertThat(dir.toFile().list()).as("nothing is left over").hasSize(1);
    }
  }

  @Test
  void whatSomebodySavedMeanwhileIsReadFirstAndKept() throws IOException {
    write("millrace:\n  containers: 1\n");
    try (SettingsFile file = open()) {
      write("millrace:\n  containers: 2\n");
      file.changeQueue("root.a", Map.of("weight", "3"), now -> {});

      assertThat(read()).contains("containers: 2", "weight: 3");
      assertThat(file.get().containers()).hasValue(2);

      String broken = "millrace:\n  containers: 2\n  nonsense: 3\n";
      write(broken);
      assertThatThrownBy(() -> file.changeQueue("root.a", Map.of("weight", "4"), now -> {}))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("nonsense");
      assertThat(read()).isEqualTo(broken);
    }
  }

  @Test
  void aFileSavedAtTheSameMomentStaysAsItWasSaved() throws IOException {
    write("one");
    assertThatThrownBy(() -> WholeText.write(dir.resolve("millrace.yaml"), "other", "new"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("saved by somebody else");
    assertThat(read()).isEqualTo("one");
    assertThat(dir.toFile().list()).hasSize(1);
  }

  @Test
  void aFileIsNotChangedWhenWhatItWouldSayIsRefused() throws IOException {
    String text = "millrace:\n  scheduler: {queues: {root.a: {weight: 1}}}\n";
    write(text);
    try (SettingsFile file = open()) {
      file.onChange(
          settings -> {
            if (settings.scheduler().queues().get("root.a").weight().intValue() > 5) {
              throw new RefusedException(new Problem("root.a", "must be light", "6", ""));
            }
          });
      for (String weight : List.of("0", "heavy", "6")) {
        assertThatThrownBy(() -> file.changeQueue("root.a", Map.of("weight", weight), now -> {}))
            .isInstanceOf(RefusedException.class);
        assertThat(read()).isEqualTo(text);
        assertThat(file.get().scheduler().queues().get("root.a").weight())
            .isEqualByComparingTo("1");
      }
    }
  }

  @Test
  void whatWouldSaySomethingElseThanWasMeantIsNotWritten() throws IOException {
    String text =
        "millrace:\n  scheduler:\n    queues:\n      root.a: {maxShare: &much {memory: 1Gi}}\n"
            + "      root.b: {maxShare: *much}\n";
    write(text);
    try (SettingsFile file = open()) {
      assertThatThrownBy(
              () -> file.changeQueue("root.b", Map.of("maxShare.memory", "2Gi"), now -> {}))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("cannot be changed in place");
      assertThat(read()).isEqualTo(text);
    }
  }

  @Test
  void whatSomebodyChangesByHandIsTold() throws IOException {
    write("millrace:\n  containers: 1\n");
    List<String> heard = new ArrayList<>();
    try (SettingsFile file = open()) {
      file.onHandChange((done, what) -> heard.add(done + " " + String.join("; ", what)));
      write("millrace:\n  containers: 2\n");
      file.reload();
      file.changeQueue("root.a", Map.of("weight", "3"), now -> {});
      write("millrace:\n  containers: none\n");
      file.reload();
    }
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).isEqualTo("true containers is 2, was 1");
    assertThat(heard.get(1)).startsWith("false millrace.yaml:2: millrace.containers");
  }

  private String read() throws IOException {
    return Files.readString(dir.resolve("millrace.yaml"));
  }

  private SettingsFile open() throws IOException {
    SettingsFile file = SettingsFile.open(path(), Set.of());
    file.onChange(told::add);
    return file;
  }

  private void write(String text) throws IOException {
    Files.writeString(path(), text);
  }

  private Path path() {
    return dir.resolve("millrace.yaml");
  }
}
