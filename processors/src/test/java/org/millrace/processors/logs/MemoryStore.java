package org.millrace.processors.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public Optional<ObjectRef> find(String bucket, String key) {
    byte[] bytes = objects.get(bucket + "/" + key);
    return Optional.ofNullable(bytes).map(b -> new ObjectRef(bucket, key, "1", b.length));
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
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
        int read = super.read(b, off, len);
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
