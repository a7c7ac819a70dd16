package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;

class OpenFilesTest {

  @TempDir Path buckets;
  private FolderObjectStore objects;
  private OpenFiles openFiles;
  private Path log;

  @BeforeEach
  void makeInbox() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    objects = new FolderObjectStore(buckets);
    openFiles = new OpenFiles(objects);
    log = Files.createDirectory(buckets.resolve("inbox")).resolve("log");
    Files.writeString(log, "x");
    Files.createDirectory(buckets.resolve("inbox/other"));
    Files.writeString(buckets.resolve("inbox/other/log"), "x");
  }

  @Test
  void aFileIsBeingWrittenUntilItsWriterClosesIt() throws Exception {
    try (OutputStream out = Files.newOutputStream(log)) {
      out.write(1);
      assertThat(openFiles.among(candidates())).containsExactly(object("log"));
    }
    assertThat(openFiles.among(candidates())).isEmpty();
  }

  @Test
  void aReaderIsNoWriter() throws Exception {
    try (InputStream in = Files.newInputStream(log)) {
      assertThat(in.read()).isEqualTo('x');
      assertThat(openFiles.among(candidates())).isEmpty();
    }
  }

  @Test
  void aWriterInAnotherProcessIsSeen() throws Exception {
    Process writer =
        new ProcessBuilder("sh", "-c", "exec 3>>\"$0\"; echo open; read end", log.toString())
            .start();
    try (BufferedReader said = writer.inputReader()) {
      assertThat(said.readLine()).isEqualTo("open");
      assertThat(openFiles.among(candidates())).containsExactly(object("log"));
    } finally {
      writer.getOutputStream().close();
      writer.waitFor();
    }
    assertThat(openFiles.among(candidates())).isEmpty();
  }

  private List<ObjectRef> candidates() throws Exception {
    return List.of(object("log"), object("other/log"));
  }

  private ObjectRef object(String key) throws Exception {
    return objects.find("inbox", key).orElseThrow();
  }
}
