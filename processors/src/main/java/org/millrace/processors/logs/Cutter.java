package org.millrace.processors.logs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;
import org.millrace.processors.logs.format.ByteScan;

/** Cuts one input into chunks, at the first record end behind each multiple of the chunk size. */
final class Cutter {
  private static final int SEEK = 1 << 16;
  private static final long MAX_SEEK = 64 << 20;

  private final ObjectStore store;
  private final ObjectRef object;
  private final Charset charset;
  private final long chunkBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private Layout layout;
  private long linesBefore;

  Cutter(ObjectStore store, ObjectRef object, Layout layout, long chunkBytes) {
    this.store = store;
    this.object = object;
    this.layout = layout;
    this.charset = Charset.forName(layout.charset());
    this.chunkBytes = chunkBytes;
  }

  /** By short reads near the cuts: for records that are lines. */
  List<Chunk> cutSeeking(long start) throws IOException {
    long from = start;
    long target = start + chunkBytes;
    while (from < object.size()) {
      long to = target >= object.size() ? object.size() : afterLineEnd(target, start);
      add(object, from, to);
      from = to;
      target = Math.max(target, to) + chunkBytes;
    }
    return chunks;
  }

  /** The place after the first line end that ends at or behind {@code target}. */
  private long afterLineEnd(long target, long start) throws IOException {
    CodeUnits units = CodeUnits.of(charset);
    int unit = units.width();
    int wanted = layout.lineEnd() == LineEnd.CR ? '\r' : '\n';
    // Back by a unit, since the target itself may be where a line begins.
    long at = Math.max(start, target - (target - start) % unit - unit);
    byte[] buffer = new byte[SEEK];
    long length = SEEK;
    while (at < object.size()) {
      long end = Math.min(object.size(), at + length);
      try (InputStream in = store.read(object, at, end)) {
        while (at < end) {
          int read = in.readNBytes(buffer, 0, (int) Math.min(SEEK, end - at));
          int found =
              unit == 1
                  ? ByteScan.indexOf(buffer, 0, read, (byte) wanted)
                  : units.indexOf(buffer, 0, read, wanted);
          if (found >= 0) {
            return at + found + unit;
          }
          if (read == 0) {
            throw new EOFException(object + ": ends at " + at + " of " + object.size() + " bytes");
          }
          at += read;
        }
      }
      // Growing, so that a line of gigabytes does not take thousands of requests.
      length = Math.min(8 * length, MAX_SEEK);
    }
    return object.size();
  }

  /** By reading all of it: for records whose quoted fields may hold line ends. */
  List<Chunk> cutReading(long start) throws IOException {
    try (LineReader reader = LineReader.of(store.read(object, start, object.size()), layout)) {
      readHeader(reader);
      long from = reader.offset();
      while (reader.more()) {
        long target = from + chunkBytes;
        while (reader.offset() < target && reader.next()) {}
        add(object, start + from, start + reader.offset());
        from = reader.offset();
      }
    }
    return chunks;
  }

  /** By copying it into one intermediate object a chunk. */
  List<Chunk> cutCopying(InputStream in, boolean headed, TaskContext context) throws IOException {
    try (LineReader reader = LineReader.of(in, layout)) {
      if (headed) {
        readHeader(reader);
      }
      while (reader.more()) {
        long from = reader.offset();
        ObjectRef copy =
            context.intermediate(
                "chunk-" + chunks.size(),
                out -> {
                  reader.copyTo(out);
                  while (reader.offset() < from + chunkBytes && reader.next()) {}
                  reader.copyTo(null);
                });
        add(copy, 0, copy.size());
      }
    }
    return chunks;
  }

  private void readHeader(LineReader reader) throws IOException {
    layout = layout.withHeader(Headers.read(reader, layout, object));
    linesBefore = reader.lines();
  }

  private void add(ObjectRef where, long from, long to) {
    chunks.add(
        new Chunk(
            where,
            from,
            to,
            chunks.size(),
            chunks.isEmpty() ? linesBefore : 0,
            layout,
            0,
            new byte[0]));
  }
}
