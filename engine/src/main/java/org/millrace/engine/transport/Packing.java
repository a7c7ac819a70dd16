package org.millrace.engine.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.Task;
import org.millrace.scheduling.Lane;

/**
 * Puts tasks that are sent together into one row or message, where they would be claimed together
 * anyway: what a store does for each of those it then does once for all of them. Thread-safe.
 */
public final class Packing {

  /**
   * What a store keeps as one.
   *
   * @param envelope the task, or one whose body holds them all
   */
  public record Row(Envelope envelope, int tasks) {
    public static Row of(Envelope alone) {
      return new Row(alone, 1);
    }
  }

  private record Key(Lane lane, long job) {}

  private final ToIntFunction<String> most;
  private final int mostBytes;

  /**
   * @param most given a stage, how many of its tasks a container is sure to claim together
   * @param mostBytes of tasks that share a row; one that is larger has a row of its own
   */
  public Packing(ToIntFunction<String> most, int mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Rows for the tasks; those of one job and lane in their order. */
  public List<Row> pack(List<Envelope> tasks) {
    List<Row> rows = new ArrayList<>();
    Map<Key, Open> open = new LinkedHashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    for (Envelope each : tasks) {
      Task task = each.task();
      int together =
          canShare(task) ? limits.computeIfAbsent(each.lane().stage(), most::applyAsInt) : 1;
      Key key = new Key(each.lane(), task.jobId());
      Open row = open.get(key);
      if (row != null && (together <= 1 || !row.hasRoomFor(task, together))) {
        rows.add(row.close());
        open.remove(key);
        row = null;
      }
      if (together <= 1) {
        rows.add(Row.of(each));
        continue;
      }
      if (row == null) {
        row = new Open(each, mostBytes);
        open.put(key, row);
      }
      row.add(task);
    }
    open.values().forEach(each -> rows.add(each.close()));
    return rows;
  }

  /** One that was tried before has an attempt and a history of its own. */
  private boolean canShare(Task task) {
    return task.attempt() == 0
        && !task.solo()
        && task.failures().isEmpty()
        && size(task) <= mostBytes;
  }

  private static long size(Task task) {
    long headers = task.headers() == null ? 0 : 3L * task.headers().length();
    return task.body().bytes().length + headers;
  }

  /** A row that takes more. */
  private static final class Open {
    private final Envelope first;
    private final int mostBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int tasks;

    Open(Envelope first, int mostBytes) {
      this.first = first;
      this.mostBytes = mostBytes;
    }

    boolean hasRoomFor(Task task, int together) {
      return tasks < together
          && bytes.size() + size(task) <= mostBytes
          && task.body().contentType().equals(first.task().body().contentType());
    }

    void add(Task task) {
      tasks++;
      try {
        out.writeLong(task.uid().getMostSignificantBits());
        out.writeLong(task.uid().getLeastSignificantBits());
        write(task.headers() == null ? null : task.headers().getBytes(StandardCharsets.UTF_8));
        write(task.body().bytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(byte[] field) throws IOException {
      out.writeInt(field == null ? -1 : field.length);
      if (field != null) {
        out.write(field);
      }
    }

    Row close() {
      Task task = first.task();
      if (tasks == 1) {
        return Row.of(first);
      }
      Body all = new Body(task.body().contentType(), bytes.toByteArray());
      Task row = new Task(0, task.uid(), task.jobId(), 0, false, null, all, List.of());
      return new Row(new Envelope(first.lane(), row), tasks);
    }
  }

  /** The tasks that a row holds, each known by the row's id, at its attempt. */
  public static List<Task> unpack(Task row, int tasks) {
    if (tasks == 1) {
      return List.of(row);
    }
    List<Task> all = new ArrayList<>(tasks);
    ByteBuffer from = ByteBuffer.wrap(row.body().bytes());
    while (from.hasRemaining()) {
      UUID uid = new UUID(from.getLong(), from.getLong());
      byte[] headers = read(from);
      all.add(
          new Task(
              row.id(),
              uid,
              row.jobId(),
              row.attempt(),
              row.solo(),
              headers == null ? null : new String(headers, StandardCharsets.UTF_8),
              new Body(row.body().contentType(), read(from)),
              row.failures(),
              row.readyAt()));
    }
    return all;
  }

  private static byte[] read(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0) {
      return null;
    }
    byte[] field = new byte[length];
    from.get(field);
    return field;
  }
}
