package org.millrace.processors.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Objects in memory; counts the bytes that were read. */
class MemoryStore implements ObjectStore {
  final AtomicLong bytesRead = new AtomicLong();

  /** So many bytes at most are given by one read. */
  int maxRead = Integer.MAX_VALUE;

  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  private ObjectRef longObject;
  private byte[] longHead;
  private byte[] longTail;

  /** An object with so many x and a line end between head and tail, none of them kept. */
  ObjectRef putLong(String key, byte[] head, long middle, byte[] tail) {
    longHead = head;
    longTail = tail;
    longObject = new ObjectRef("inbox", key, "1", head.length + middle + 1 + tail.length);
    return longObject;
  }

  private InputStream readLong(long from, long to) {
    return new InputStream() {
      private final long tailFrom = longObject.size() - longTail.length;
      private long at = from;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] b, int off, int len) {
        if (at >= Math.min(to, longObject.size())) {
          return -1;
        }
        int count;
        if (at < longHead.length) {
          count = (int) Math.min(len, longHead.length - at);
          System.arraycopy(longHead, (int) at, b, off, count);
        } else if (at >= tailFrom) {
          count = (int) Math.min(len, longObject.size() - at);
          System.arraycopy(longTail, (int) (at - tailFrom), b, off, count);
        } else if (at == tailFrom - 1) {
          count = 1;
          b[off] = '\n';
        } else {
          count = (int) Math.min(len, tailFrom - 1 - at);
          Arrays.fill(b, off, off + count, (byte) 'x');
        }
        count = (int) Math.min(count, to - at);
        at += count;
        return count;
      }
    };
  }

  @Override
  public Optional<ObjectRef> find(String bucket, String key) {
    byte[] bytes = objects.get(bucket + "/" + key);
    return Optional.ofNullable(bytes).map(b -> new ObjectRef(bucket, key, "1", b.length));
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
    if (object.equals(longObject)) {
      return readLong(from, to);
    }
    byte[] bytes = objects.get(object.toString());
    if (bytes == null) {
      throw new ObjectGoneException(object);
    }
    int start = (int) Math.min(from, bytes.length);
    int end = (int) Math.min(to, bytes.length);
    return new ByteArrayInputStream(bytes, start, end - start) {
      @Override
      public synchronized int read() {
        bytesRead.incrementAndGet();
        return super.read();
      }

      @Override
      public synchronized int read(byte[] b, int off, int len) {
        int read = super.read(b, off, Math.min(len, maxRead));
        bytesRead.addAndGet(Math.max(0, read));
        return read;
      }
    };
  }

  byte[] bytes(ObjectRef object) {
    return objects.get(object.toString());
  }

  ObjectRef put(String key, byte[] bytes) {
    objects.put("inbox/" + key, bytes);
    return new ObjectRef("inbox", key, "1", bytes.length);
  }

  @Override
  public ObjectRef write(String bucket, String key, ObjectBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    objects.put(bucket + "/" + key, out.toByteArray());
    return new ObjectRef(bucket, key, "1", out.size());
  }

  @Override
  public ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException {
    return write(toBucket, toKey, out -> out.write(bytes(object)));
  }

  @Override
  public boolean move(ObjectRef object, String toBucket, String toKey) throws IOException {
    copy(object, toBucket, toKey);
    return delete(object);
  }

  @Override
  public boolean delete(ObjectRef object) {
    return objects.remove(object.toString()) != null;
  }

  @Override
  public void deleteAll(String bucket, String prefix) {
    objects.keySet().removeIf(key -> key.startsWith(bucket + "/" + prefix));
  }

  @Override
  public void list(String bucket, String prefix, Consumer<ObjectRef> each) {
    objects.forEach(
        (path, bytes) -> {
          if (path.startsWith(bucket + "/" + prefix)) {
            each.accept(
                new ObjectRef(bucket, path.substring(bucket.length() + 1), "1", bytes.length));
          }
        });
  }
}
