package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEventsTest {
  @TempDir Path folder;

  @Test
  void saysOnceThatAFileCame() throws IOException {
    try (FolderEvents events = FolderEvents.of(folder)) {
      assertThat(events.getAsBoolean()).isFalse();
      Files.writeString(folder.resolve("a.log"), "line");
      await().until(events::getAsBoolean);
      assertThat(events.getAsBoolean()).isFalse();
    }
  }

  @Test
  void foldersThatComeLaterAreWatchedToo() throws IOException {
    try (FolderEvents events = FolderEvents.of(folder)) {
      Path deep = Files.createDirectories(folder.resolve("acme/2026"));
      await().until(events::getAsBoolean);
      Files.writeString(deep.resolve("a.log"), "line");
      await().until(events::getAsBoolean);
    }
  }

  @Test
  void aFolderThatIsNotThereSaysNothing() throws IOException {
    try (FolderEvents events = FolderEvents.of(folder.resolve("none"))) {
      assertThat(events.getAsBoolean()).isFalse();
    }
  }
}
