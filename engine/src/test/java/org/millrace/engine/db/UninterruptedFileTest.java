package org.millrace.engine.db;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedFileTest {
  @TempDir Path folder;
  private Path path;
  private FileChannel file;

  @BeforeEach
  void open() throws Exception {
    path = folder.resolve("file");
    file = open("rw");
  }

  @AfterEach
  void close() throws Exception {
    file.close();
  }

  @Test
  void anInterruptedThreadReadsAndWritesAndStaysInterrupted() throws Exception {
    Thread.currentThread().interrupt();

    file.write(text("0123456789"), 0);
    file.truncate(6);
    file.force(true);
    String read = read(file, 2, 10);
    long size = file.size();
    boolean interrupted = Thread.interrupted();

    assertThat(interrupted).isTrue();
    assertThat(read).isEqualTo("2345");
    assertThat(size).isEqualTo(6);
    assertThat(file.isOpen()).isTrue();
    assertThat(path).hasContent("012345");
  }

  @Test
  void behindTheEndThereIsNothing() throws Exception {
    file.write(text("abc"), 0);

    assertThat(file.read(ByteBuffer.allocate(4), 3)).isEqualTo(-1);
    assertThat(file.read(ByteBuffer.allocateDirect(4), 3)).isEqualTo(-1);
  }

  @Test
  void partsOfBuffersAndSuchWithoutAnArrayAreFilledAndWritten() throws Exception {
    ByteBuffer part = text("..abc..");
    part.position(2).limit(5);
    assertThat(file.write(part, 0)).isEqualTo(3);
    assertThat(part.remaining()).isZero();
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(text("def")).flip();
    assertThat(file.write(direct, 3)).isEqualTo(3);

    ByteBuffer into = text("........");
    into.position(1).limit(7);
    assertThat(file.read(into.slice(), 0)).isEqualTo(6);
    assertThat(new String(into.array(), US_ASCII)).isEqualTo(".abcdef.");
    ByteBuffer read = ByteBuffer.allocateDirect(4);
    assertThat(file.read(read, 1)).isEqualTo(4);
    assertThat(US_ASCII.decode(read.flip()).toString()).isEqualTo("bcde");
  }

  @Test
  void manyReadAtATimeWhileOthersWrite() throws Exception {
    int places = 64;
    for (int i = 0; i < places; i++) {
      file.write(text("%08d".formatted(i)), i * 8L);
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread;
        done.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 5_000; n++) {
                    int at = (first * 31 + n) % places;
                    if (first == 0) {
                      file.write(text("%08d".formatted(at)), at * 8L);
                    }
                    assertThat(read(file, at * 8L, 8)).isEqualTo("%08d".formatted(at));
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLockIsOneForEverybody() throws Exception {
    try (FileLock lock = file.tryLock();
        FileChannel other = open("rw")) {
      assertThat(lock.isValid()).isTrue();
      assertThat(read(file, 0, 1)).isEmpty();
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
    }
  }

  @Test
  void whatIsOpenedToBeReadIsNotWritten() throws Exception {
    Files.writeString(path, "abc");
    try (FileChannel reader = open("r")) {
      assertThat(read(reader, 0, 3)).isEqualTo("abc");
      assertThatThrownBy(() -> reader.write(text("x"), 0))
          .isInstanceOf(NonWritableChannelException.class);
    }
  }

  private FileChannel open(String mode) throws Exception {
    return FilePath.get(UninterruptedPath.prefix() + path).open(mode);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static String read(FileChannel from, long position, int most) throws Exception {
    ByteBuffer into = ByteBuffer.allocate(most);
    from.read(into, position);
    return US_ASCII.decode(into.flip()).toString();
  }
}
