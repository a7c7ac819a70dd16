package org.millrace.engine.transport.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.millrace.engine.task.Task;

/**
 * Small files that say which tasks a process has in hand, for the one case in which nobody else
 * knows: the process dies together with the broker inside it. A note is one write to the operating
 * system, which outlives the process; it is not synced, as no task is to blame for a power cut.
 * Thread-safe.
 */
final class HandFiles implements AutoCloseable {
  private static final String SUFFIX = ".hand";
  private static final int BYTES = 16 + 8 + 4;

  /** A task's attempt before the one that was in hand. */
  record Held(UUID uid, long jobId, int attempt) {}

  private final Path folder;
  private final Deque<Hand> free = new ConcurrentLinkedDeque<>();
  private final Deque<Hand> all = new ConcurrentLinkedDeque<>();

  HandFiles(Path folder) {
    this.folder = folder;
  }

  /** What an earlier life had in hand; stays noted until {@link #forget}. */
  List<Held> left() throws IOException {
    List<Held> held = new ArrayList<>();
    for (Path each : files()) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(each));
      int count = bytes.remaining() < 4 ? 0 : bytes.getInt();
      for (int i = 0; i < count && bytes.remaining() >= BYTES; i++) {
        held.add(
            new Held(new UUID(bytes.getLong(), bytes.getLong()), bytes.getLong(), bytes.getInt()));
      }
    }
    return held;
  }

  void forget() throws IOException {
    for (Path each : files()) {
      Files.delete(each);
    }
  }

  /** For one container at a time. */
  Hand take() {
    Hand hand = free.poll();
    if (hand == null) {
      hand = open();
      all.add(hand);
    }
    return hand;
  }

  @Override
  public void close() {
    all.forEach(Hand::end);
  }

  private List<Path> files() throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(SUFFIX)).toList();
    }
  }

  private Hand open() {
    try {
      Files.createDirectories(folder);
      Path path = folder.resolve(UUID.randomUUID() + SUFFIX);
      return new Hand(
          path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One container's note. */
  final class Hand {
    private final Path path;
    private final FileChannel file;
    private boolean empty = true;

    private Hand(Path path, FileChannel file) {
      this.path = path;
      this.file = file;
    }

    /** Before any of them is run; replaces the note before. */
    void hold(List<Task> tasks) {
      if (tasks.isEmpty() && empty) {
        return;
      }
      ByteBuffer note = ByteBuffer.allocate(4 + tasks.size() * BYTES);
      note.putInt(tasks.size());
      for (Task task : tasks) {
        note.putLong(task.uid().getMostSignificantBits())
            .putLong(task.uid().getLeastSignificantBits())
            .putLong(task.jobId())
            .putInt(task.attempt() - 1);
      }
      write(note.flip());
      empty = tasks.isEmpty();
    }

    void giveBack() {
      hold(List.of());
      free.add(this);
    }

    private void write(ByteBuffer note) {
      try {
        while (note.hasRemaining()) {
          file.write(note, note.position());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void end() {
      try {
        file.close();
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
