package org.millrace.processors.logs;

import java.io.IOException;
import java.io.InputStream;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Reads spooled bytes in blocks: between two blocks no connection is held. */
final class SpooledInput extends InputStream {
  private static final int BLOCK = 1 << 16;

  private final ObjectStore store;
  private final Spooled spooled;
  private byte[] block;
  private int pos;
  private int segment;
  private long offset;

  SpooledInput(ObjectStore store, Spooled spooled) {
    this.store = store;
    this.spooled = spooled;
    this.block = spooled.inline();
  }

  @Override
  public int read() throws IOException {
    return available() > 0 || refill() ? block[pos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] b, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (available() == 0 && !refill()) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(block, pos, b, from, count);
    pos += count;
    return count;
  }

  @Override
  public int available() {
    return block.length - pos;
  }

  private boolean refill() throws IOException {
    while (segment < spooled.segments().size()) {
      ObjectRef object = spooled.segments().get(segment);
      try (InputStream in = store.read(object, offset, offset + BLOCK)) {
        block = in.readNBytes(BLOCK);
      }
      pos = 0;
      offset += block.length;
      if (offset >= object.size() || block.length == 0) {
        segment++;
        offset = 0;
      }
      if (block.length > 0) {
        return true;
      }
    }
    return false;
  }
}
