package org.millrace.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectChangedException;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Objects in memory, for tests of what uses a store. */
public final class MemoryObjects implements ObjectStore {
  private record Stored(ObjectRef ref, byte[] bytes) {}

  private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();

  @Override
  public Optional<ObjectRef> find(String bucket, String key) {
    return Optional.ofNullable(objects.get(bucket + "/" + key)).map(Stored::ref);
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
    byte[] bytes = get(object).bytes();
    return new ByteArrayInputStream(
        Arrays.copyOfRange(bytes, (int) from, (int) Math.min(to, bytes.length)));
  }

  @Override
  public ObjectRef write(String bucket, String key, ObjectBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    ObjectRef ref = new ObjectRef(bucket, key, "v" + versions.incrementAndGet(), out.size());
    objects.put(ref.toString(), new Stored(ref, out.toByteArray()));
    return ref;
  }

  @Override
  public ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException {
    byte[] bytes = get(object).bytes();
    return write(toBucket, toKey, out -> out.write(bytes));
  }

  @Override
  public boolean move(ObjectRef object, String toBucket, String toKey) throws IOException {
    try {
      copy(object, toBucket, toKey);
    } catch (ObjectGoneException | ObjectChangedException nothingToMove) {
      return false;
    }
    return delete(object);
  }

  @Override
  public boolean delete(ObjectRef object) {
    Stored stored = objects.get(object.toString());
    return stored != null
        && stored.ref().equals(object)
        && objects.remove(object.toString(), stored);
  }

  @Override
  public void deleteAll(String bucket, String prefix) {
    objects.keySet().removeIf(key -> key.startsWith(bucket + "/" + prefix));
  }

  @Override
  public void list(String bucket, String prefix, Consumer<ObjectRef> each) {
    objects.forEach(
        (key, stored) -> {
          if (key.startsWith(bucket + "/" + prefix)) {
            each.accept(stored.ref());
          }
        });
  }

  private Stored get(ObjectRef object) throws IOException {
    Stored stored = objects.get(object.toString());
    if (stored == null) {
      throw new ObjectGoneException(object);
    }
    if (!stored.ref().etag().equals(object.etag())) {
      throw new ObjectChangedException(object);
    }
    return stored;
  }
}
