package org.millrace.engine.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. The store starts empty, with the buckets inbox, work and archive. */
abstract class ObjectStoreContract {

  /** The smallest part that S3 takes. */
  static final int PART = 5 * 1024 * 1024;

  private static final int LARGE = 2 * PART + 3;

  private ObjectStore store;

  /** An empty store whose parts, if it has such, are of {@link #PART} bytes. */
  abstract ObjectStore emptyStore() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    store = emptyStore();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, LARGE})
  void whatIsWrittenIsRead(int size) throws IOException {
    byte[] bytes = bytes(size);

    ObjectRef written = store.write("work", "7/part", out -> out.write(bytes));

    assertThat(written.size()).isEqualTo(size);
    assertThat(store.find("work", "7/part")).contains(written);
    assertThat(read(written, 0, Long.MAX_VALUE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-0", "0-1", "5-9", "0-100", "99-100", "90-1000", "100-100", "200-300"})
  void aRangeGivesItsBytesAndNoOthers(String range) throws IOException {
    byte[] bytes = bytes(100);
    ObjectRef object = store.write("work", "range", out -> out.write(bytes));
    int from = Integer.parseInt(range.substring(0, range.indexOf('-')));
    int to = Integer.parseInt(range.substring(range.indexOf('-') + 1));

    assertThat(read(object, from, to))
        .isEqualTo(Arrays.copyOfRange(bytes, Math.min(100, from), Math.min(100, to)));
  }

  @Test
  void aStreamClosedEarlyLeavesTheStoreUsable() throws IOException {
    byte[] bytes = bytes(5_000_000);
    ObjectRef object = store.write("work", "big", out -> out.write(bytes));
    for (int i = 0; i < 20; i++) {
      try (InputStream in = store.read(object, 0, object.size())) {
        assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
      }
    }
    assertThat(read(object, 4_999_990, object.size()))
        .isEqualTo(Arrays.copyOfRange(bytes, 4_999_990, 5_000_000));
  }

  @Test
  void nothingIsFoundWhereNothingWasWritten() throws IOException {
    put("inbox", "acme/log", "x");

    assertThat(store.find("inbox", "acme/none")).isEmpty();
    assertThat(store.find("inbox", "acme")).isEmpty();
  }

  @Test
  void anOverwrittenVersionIsNeverRead() throws IOException {
    ObjectRef first = put("inbox", "acme/log", "first");
    ObjectRef second = put("inbox", "acme/log", "other");

    assertThat(first.etag()).isNotEqualTo(second.etag());
    assertThatThrownBy(() -> read(first, 0, 5)).isInstanceOf(ObjectChangedException.class);
    assertThatThrownBy(() -> read(first, 2, 2)).isInstanceOf(ObjectChangedException.class);
    assertThat(read(second, 0, 5)).asString(UTF_8).isEqualTo("other");
  }

  @Test
  void aDeletedVersionIsGone() throws IOException {
    ObjectRef object = put("inbox", "acme/log", "text");

    assertThat(store.delete(object)).isTrue();

    assertThat(store.find("inbox", "acme/log")).isEmpty();
    assertThatThrownBy(() -> read(object, 0, 4)).isInstanceOf(ObjectGoneException.class);
    assertThatThrownBy(() -> store.copy(object, "work", "copy"))
        .isInstanceOf(ObjectGoneException.class);
    assertThat(store.delete(object)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, LARGE})
  void aWriteThatFailsLeavesWhatWasThere(int size) throws IOException {
    ObjectRef old = put("work", "state", "old");

    assertThatThrownBy(
            () ->
                store.write(
                    "work",
                    "state",
                    out -> {
                      out.write(bytes(size));
                      throw new IOException("no space left");
                    }))
        .hasMessage("no space left");

    assertThat(store.find("work", "state")).contains(old);
    assertThat(keys("work", "")).containsExactly("state");
  }

  @Test
  void anObjectIsNotSeenBeforeItIsWhole() throws IOException {
    store.write(
        "work",
        "slow",
        out -> {
          out.write(bytes(LARGE));
          out.flush();
          assertThat(store.find("work", "slow")).isEmpty();
          assertThat(keys("work", "")).isEmpty();
        });

    assertThat(keys("work", "")).containsExactly("slow");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, LARGE})
  void aCopyHoldsTheSameBytes(int size) throws IOException {
    byte[] bytes = bytes(size);
    ObjectRef object = store.write("inbox", "acme/log", out -> out.write(bytes));

    ObjectRef copy = store.copy(object, "work", "1/log");

    assertThat(store.find("work", "1/log")).contains(copy);
    assertThat(read(copy, 0, size)).isEqualTo(bytes);
    assertThat(store.find("inbox", "acme/log")).contains(object);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, LARGE})
  void onlyTheNamedVersionIsCopied(int size) throws IOException {
    ObjectRef first = store.write("inbox", "acme/log", out -> out.write(bytes(size)));
    put("inbox", "acme/log", "second");

    assertThatThrownBy(() -> store.copy(first, "work", "1/log"))
        .isInstanceOf(ObjectChangedException.class);

    assertThat(keys("work", "")).isEmpty();
  }

  @Test
  void aMoveLeavesTheObjectInOnePlace() throws IOException {
    ObjectRef object = put("inbox", "acme/log", "text");

    assertThat(store.move(object, "archive", "acme/1/log")).isTrue();

    assertThat(store.find("inbox", "acme/log")).isEmpty();
    ObjectRef moved = store.find("archive", "acme/1/log").orElseThrow();
    assertThat(read(moved, 0, 4)).asString(UTF_8).isEqualTo("text");
    assertThat(store.move(object, "archive", "acme/1/log")).isFalse();
    assertThat(store.find("archive", "acme/1/log")).contains(moved);
  }

  @Test
  void aNewerVersionIsNeitherMovedNorDeleted() throws IOException {
    ObjectRef first = put("inbox", "acme/log", "first");
    ObjectRef second = put("inbox", "acme/log", "second");

    assertThat(store.move(first, "archive", "acme/1/log")).isFalse();
    assertThat(store.delete(first)).isFalse();

    assertThat(store.find("inbox", "acme/log")).contains(second);
    assertThat(keys("archive", "")).isEmpty();
  }

  @Test
  void deletingAPrefixSparesItsNeighbours() throws IOException {
    for (String key : List.of("1/a", "1/b/c", "12/a", "2/a")) {
      put("work", key, key);
    }

    store.deleteAll("work", "1/");

    assertThat(keys("work", "")).containsExactly("12/a", "2/a");
    store.deleteAll("work", "none/");
    store.deleteAll("work", "1");
    assertThat(keys("work", "")).containsExactly("2/a");
  }

  @Test
  void aListingHoldsEveryKeyOnceInOrder() throws IOException {
    List<String> written =
        new ArrayList<>(List.of("a", "b-c", "b.d", "b/e", "b0", "c/d/e", "c/d.e"));
    for (int i = 0; i < 1_100; i++) {
      written.add("many/" + i);
    }
    for (String key : written) {
      put("inbox", key, key);
    }
    put("work", "elsewhere", "x");

    assertThat(keys("inbox", "")).containsExactlyElementsOf(written.stream().sorted().toList());
    assertThat(keys("inbox", "c/")).containsExactly("c/d.e", "c/d/e");
    assertThat(keys("inbox", "b")).containsExactly("b-c", "b.d", "b/e", "b0");
    assertThat(keys("inbox", "many/10")).hasSize(1 + 10 + 100);
    assertThat(keys("inbox", "none/")).isEmpty();
  }

  @Test
  void aListingNamesTheVersionsThatAreFound() throws IOException {
    ObjectRef object = put("inbox", "acme/log", "text");
    List<ObjectRef> listed = new ArrayList<>();

    store.list("inbox", "acme/", listed::add);

    assertThat(listed).containsExactly(object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "a%2Fb",
        "a%b",
        "quote\"'",
        "new\nline",
        "tab\tt",
        "ünï/çødé",
        "日本語",
        "😀",
        "a&b=c?d#e",
        "<x>",
        "back\\slash",
        " lead",
        "trail ",
        "a..b",
        "...",
        "star*",
        "a;b,c:d@e"
      })
  void keysRoundTrip(String key) throws IOException {
    ObjectRef object = put("inbox", key, key);

    assertThat(keys("inbox", "")).containsExactly(key);
    assertThat(store.find("inbox", key)).contains(object);
    assertThat(read(object, 0, object.size())).asString(UTF_8).isEqualTo(key);
    assertThat(store.move(object, "archive", key)).isTrue();
    assertThat(keys("archive", "")).containsExactly(key);
    store.deleteAll("archive", key);
    assertThat(keys("archive", "")).isEmpty();
  }

  @Test
  void aReaderBesideAWriterGetsOneVersionOrAnError() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    put("inbox", "hot", "x".repeat(100_000));
    ExecutorService writer = Executors.newSingleThreadExecutor();
    int whole = 0;
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; !stop.get(); i++) {
                  put("inbox", "hot", String.valueOf((char) ('a' + i % 26)).repeat(100_000));
                }
                return null;
              });
      for (int i = 0; i < 100 || whole == 0; i++) {
        ObjectRef object = store.find("inbox", "hot").orElseThrow();
        try {
          byte[] bytes = read(object, 0, object.size());
          assertThat(bytes).hasSize(100_000).containsOnly(bytes[0]);
          whole++;
        } catch (ObjectChangedException e) {
          assertThat(e).hasMessageContaining("inbox/hot");
        }
      }
      stop.set(true);
      writing.get();
    } finally {
      stop.set(true);
      writer.shutdown();
    }
  }

  final ObjectRef put(String bucket, String key, String text) throws IOException {
    return store.write(bucket, key, out -> out.write(text.getBytes(UTF_8)));
  }

  final byte[] read(ObjectRef object, long from, long to) throws IOException {
    try (InputStream in = store.read(object, from, to)) {
      return in.readAllBytes();
    }
  }

  final List<String> keys(String bucket, String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    store.list(bucket, prefix, object -> keys.add(object.key()));
    return keys;
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
