package org.millrace.engine.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderObjectStoreTest extends ObjectStoreContract {

  @TempDir Path home;
  private FolderObjectStore store;

  @Override
  ObjectStore emptyStore() throws Exception {
    for (String bucket : Set.of("inbox", "work", "archive")) {
      Files.createDirectories(home.resolve("buckets").resolve(bucket));
    }
    store = new FolderObjectStore(home.resolve("buckets"));
    return store;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        ".",
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "a/../b",
        "a/./b",
        "a//b",
        "a/",
        "/",
        "a/..",
        "nul\0byte",
        ".mpus-x",
        "a/.mpus-x/b",
        ".s3proxy-versions/x",
        ".s3proxy-slash"
      })
  void aKeyThatNamesNoFileInsideTheBucketIsRefused(String key) {
    ObjectRef object = new ObjectRef("inbox", key, "1-1-1", 1);

    assertThatThrownBy(() -> store.find("inbox", key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.read(object, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> put("inbox", key, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bucket inbox: key must");
    assertThatThrownBy(() -> store.delete(object)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.move(object, "archive", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "ab", "../x", "a/b", "/etc", ".hidden", "nul\0nul"})
  void aBucketNameThatLeadsElsewhereIsRefused(String bucket) {
    assertThatThrownBy(() -> store.find(bucket, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bucket name must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../", "../../", "/etc/", "a/../../", "a//"})
  void aPrefixThatLeadsOutIsRefused(String prefix) {
    assertThatThrownBy(() -> keys("inbox", prefix)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.deleteAll("inbox", prefix))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLinkOutOfTheBucketIsNeitherListedNorReadNorWrittenThrough() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(home.resolve("buckets/inbox/folder"), outside);
    Files.createSymbolicLink(home.resolve("buckets/inbox/file"), outside.resolve("secret"));

    assertThat(keys("inbox", "")).isEmpty();
    for (String key : Set.of("folder/secret", "file", "folder/new")) {
      assertThatThrownBy(() -> store.find("inbox", key)).hasMessageContaining("through a link");
      assertThatThrownBy(() -> put("inbox", key, "x")).hasMessageContaining("through a link");
    }
    assertThatThrownBy(() -> store.deleteAll("inbox", "folder/"))
        .hasMessageContaining("through a link");
    store.deleteAll("inbox", "");
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(outside).isDirectoryNotContaining("glob:**new");
  }

  @Test
  void aFolderLinkedToItselfEndsTheListing() throws IOException {
    Files.createSymbolicLink(home.resolve("buckets/inbox/loop"), home.resolve("buckets/inbox"));
    put("inbox", "log", "x");

    assertThat(keys("inbox", "")).containsExactly("log");
  }

  @Test
  void aBucketThatIsItselfALinkIsServed() throws IOException {
    Path disk = Files.createDirectory(home.resolve("disk"));
    Files.createSymbolicLink(home.resolve("buckets/linked"), disk);

    put("linked", "a/log", "x");

    assertThat(disk.resolve("a/log")).hasContent("x");
    assertThat(keys("linked", "")).containsExactly("a/log");
  }

  @Test
  void aFileCopiedInIsAnObject() throws IOException {
    Files.createDirectories(home.resolve("buckets/inbox/acme"));
    Files.writeString(home.resolve("buckets/inbox/acme/access.log"), "line\n");

    ObjectRef object = store.find("inbox", "acme/access.log").orElseThrow();

    assertThat(keys("inbox", "")).containsExactly("acme/access.log");
    assertThat(object.size()).isEqualTo(5);
    assertThat(object.name()).isEqualTo("access.log");
    assertThat(read(object, 0, 5)).asString(UTF_8).isEqualTo("line\n");
  }

  @Test
  void nothingIsFoundBelowAFile() throws IOException {
    put("inbox", "log", "x");

    assertThat(store.find("inbox", "log/deeper")).isEmpty();
  }

  @Test
  void aMovedObjectKeepsItsEtag() throws IOException {
    ObjectRef object = put("inbox", "log", "x");

    store.move(object, "archive", "log");

    assertThat(store.find("archive", "log").orElseThrow().etag()).isEqualTo(object.etag());
  }

  @Test
  void aFileThatGrowsWhileReadIsNoticedAtTheLastByte() throws IOException {
    ObjectRef object = put("inbox", "log", "0123456789");
    Path file = home.resolve("buckets/inbox/log");
    try (InputStream in = store.read(object, 0, 10)) {
      assertThat(in.readNBytes(9)).hasSize(9);
      Files.writeString(file, "more", StandardOpenOption.APPEND);
      assertThatThrownBy(in::read).isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aFileRewrittenInPlaceWithTheSameSizeIsNoticed() throws IOException {
    ObjectRef object = put("inbox", "log", "0123456789");
    Path file = home.resolve("buckets/inbox/log");
    try (InputStream in = store.read(object, 0, 10)) {
      Files.writeString(file, "9876543210", StandardOpenOption.WRITE);
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.parse("2026-11-21T13:00:00.000000001Z")));
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aFileCutShortWhileReadIsNoticed() throws IOException {
    ObjectRef object = put("inbox", "log", "0123456789");
    try (InputStream in = store.read(object, 0, 10)) {
      Files.writeString(home.resolve("buckets/inbox/log"), "01");
      assertThat(in.readNBytes(2)).hasSize(2);
      assertThatThrownBy(in::read)
          .isInstanceOfAny(ObjectChangedException.class, EOFException.class);
    }
  }

  @Test
  void aPipeIsNoObject() throws Exception {
    Process mkfifo =
        new ProcessBuilder("mkfifo", home.resolve("buckets/inbox/pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    assertThat(keys("inbox", "")).isEmpty();
    assertThat(store.find("inbox", "pipe")).isEmpty();
    assertThatThrownBy(() -> store.read(new ObjectRef("inbox", "pipe", "0-0-0", 1), 0, 1))
        .isInstanceOf(ObjectGoneException.class);
  }

  @Test
  void noFileIsLeftUnderAHiddenName() throws IOException {
    ObjectRef object = put("inbox", "a", "1");
    store.copy(object, "work", "b");
    put("inbox", "a", "2");
    store.move(object, "work", "c");
    store.delete(object);
    assertThatThrownBy(
        () ->
            store.write(
                "inbox",
                "d",
                out -> {
                  throw new IOException("failed");
                }));

    try (Stream<Path> files = Files.walk(home)) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
      assertThat(names).containsExactly("a", "b");
    }
  }

  @Test
  void anEmptyFolderOfASourceOutlivesItsObjects() throws IOException {
    ObjectRef object = put("inbox", "acme/log", "x");

    store.move(object, "archive", "acme/1/log");

    assertThat(home.resolve("buckets/inbox/acme")).isEmptyDirectory();
  }

  @Test
  void deletingAPrefixTakesItsFoldersToo() throws IOException {
    put("work", "1/a/b", "x");
    put("work", "12/a", "x");

    store.deleteAll("work", "1/");

    assertThat(home.resolve("buckets/work/1")).doesNotExist();
    assertThat(home.resolve("buckets/work/12/a")).exists();
  }

  @Test
  void whatAMoveTakesIsTheVersionItWasAskedForEvenBesideAWriter() throws Exception {
    int versions = 400;
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < versions; i++) {
                  put("inbox", "hot", "version " + i);
                }
                return null;
              });
      int moved = 0;
      while (!writing.isDone() || store.find("inbox", "hot").isPresent()) {
        ObjectRef object = store.find("inbox", "hot").orElse(null);
        if (object != null && store.move(object, "archive", "hot/" + moved)) {
          ObjectRef taken = store.find("archive", "hot/" + moved++).orElseThrow();
          assertThat(taken.etag()).isEqualTo(object.etag());
        }
      }
      writing.get();
      assertThat(moved).isPositive();
      ObjectRef last = store.find("archive", "hot/" + (moved - 1)).orElseThrow();
      assertThat(read(last, 0, 100)).asString(UTF_8).isEqualTo("version " + (versions - 1));
      assertThat(keys("archive", "")).hasSize(moved);
    } finally {
      writer.shutdown();
    }
  }
}
