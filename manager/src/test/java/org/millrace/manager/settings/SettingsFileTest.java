package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
