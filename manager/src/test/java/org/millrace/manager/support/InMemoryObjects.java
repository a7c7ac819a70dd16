package org.millrace.manager.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectChangedException;
import org.millrace.engine.objects.ObjectGoneException;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** Objects in a map, for tests of what stands above the store. */
public final class InMemoryObjects implements ObjectStore {
  private record Entry(ObjectRef ref, byte[] bytes) {}

  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
  private long versions;

  public byte[] bytes(String bucket, String key) {
    return entries.get(bucket + "/" + key).bytes();
  }

  @Override
  public Optional<ObjectRef> find(String bucket, String key) {
    return Optional.ofNullable(entries.get(bucket + "/" + key)).map(Entry::ref);
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
    Entry entry = entries.get(object.toString());
    if (entry == null) {
      throw new ObjectGoneException(object);
    }
    if (!entry.ref().etag().equals(object.etag())) {
      throw new ObjectChangedException(object);
    }
    int end = (int) Math.min(to, entry.bytes().length);
    return new ByteArrayInputStream(Arrays.copyOfRange(entry.bytes(), (int) from, end));
  }

  @Override
  public synchronized ObjectRef write(String bucket, String key, ObjectBody body)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    ObjectRef ref = new ObjectRef(bucket, key, "v" + ++versions, out.size());
    entries.put(ref.toString(), new Entry(ref, out.toByteArray()));
    return ref;
  }

  @Override
  public ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException {
    return write(toBucket, toKey, read(object, 0, object.size())::transferTo);
  }

  @Override
  public boolean move(ObjectRef object, String toBucket, String toKey) throws IOException {
    copy(object, toBucket, toKey);
    return delete(object);
  }

  @Override
  public synchronized boolean delete(ObjectRef object) {
    Entry entry = entries.get(object.toString());
    return entry != null
        && entry.ref().etag().equals(object.etag())
        && entries.remove(object.toString(), entry);
  }

  @Override
  public void deleteAll(String bucket, String prefix) {
    entries.keySet().removeIf(key -> key.startsWith(bucket + "/" + prefix));
  }

  @Override
  public void list(String bucket, String prefix, Consumer<ObjectRef> each) {
    entries.values().stream()
        .map(Entry::ref)
        .filter(ref -> ref.toString().startsWith(bucket + "/" + prefix))
        .forEach(each);
  }
}
