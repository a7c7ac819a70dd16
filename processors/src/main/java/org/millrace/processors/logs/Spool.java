package org.millrace.processors.logs;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.TaskContext;

/** Collects bytes for a later stage with bounded memory: a segment in memory, full ones written. */
final class Spool extends OutputStream {
  private static final int SEGMENT = 4 << 20;

  private final TaskContext context;
  private final String name;
  private final int inlineLimit;
  private final DataOutputStream data = new DataOutputStream(this);
  private final List<ObjectRef> segments = new ArrayList<>();
  private byte[] buffer = new byte[512];
  private int used;

  /**
   * @param name unique within the task
   * @param inlineLimit up to so many bytes travel inside the message
   */
  Spool(TaskContext context, String name, int inlineLimit) {
    this.context = context;
    this.name = name;
    this.inlineLimit = inlineLimit;
  }

  DataOutputStream data() {
    return data;
  }

  @Override
  public void write(int b) throws IOException {
    room(1);
    buffer[used++] = (byte) b;
  }

  @Override
  public void write(byte[] b, int from, int length) throws IOException {
    room(length);
    System.arraycopy(b, from, buffer, used, length);
    used += length;
  }

  private void room(int length) throws IOException {
    if (used + length > SEGMENT && used > 0) {
      writeSegment();
    }
    if (used + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, used + length));
    }
  }

  private void writeSegment() throws IOException {
    int length = used;
    segments.add(
        context.intermediate(name + "-" + segments.size(), out -> out.write(buffer, 0, length)));
    used = 0;
  }

  Spooled finish() throws IOException {
    if (segments.isEmpty() && used <= inlineLimit) {
      return new Spooled(Arrays.copyOf(buffer, used), List.of());
    }
    if (used > 0) {
      writeSegment();
    }
    return new Spooled(new byte[0], List.copyOf(segments));
  }
}
