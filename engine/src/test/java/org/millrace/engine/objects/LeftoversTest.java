package org.millrace.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path buckets;

  @Test
  void onlyOldHiddenFilesAreDeleted() throws IOException {
    FolderObjectStore store = new FolderObjectStore(buckets);
    store.write("inbox", "acme/old", out -> {});
    Path hidden = buckets.resolve("inbox").resolve(FolderObjectStore.HIDDEN_FOLDER);
    Path old = Files.createFile(Files.createDirectory(hidden.resolve("acme")).resolve("part"));
    Path young = Files.createFile(hidden.resolve("young"));
    for (Path file : new Path[] {old, store.file("inbox", "acme/old")}) {
      Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    int deleted = Leftovers.delete(buckets, LONG_AGO.plusSeconds(1));

    assertThat(deleted).isEqualTo(1);
    assertThat(hidden).isDirectoryContaining(young::equals);
    assertThat(hidden.resolve("acme")).doesNotExist();
    assertThat(store.find("inbox", "acme/old")).isPresent();
  }
}
