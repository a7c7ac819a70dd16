package org.millrace.engine.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where objects lie. Implementations are thread-safe. Every read names a version and returns bytes
 * of that version or throws; every write is seen whole or not at all.
 */
public interface ObjectStore {
  /** The current version of an object; empty when there is none. */
  Optional<ObjectRef> find(String bucket, String key) throws IOException;

  /**
   * Opens the bytes {@code [from, to)} of exactly this version; {@code to} beyond the end reads to
   * the end. The stream throws too when the version changes while it is read, at the latest at its
   * last byte.
   *
   * @throws ObjectGoneException the object no longer exists
   * @throws ObjectChangedException another version has taken its place
   */
  InputStream read(ObjectRef object, long from, long to) throws IOException;

  /** Writes an object, replacing what was there; visible to readers only once it is whole. */
  ObjectRef write(String bucket, String key, ObjectBody body) throws IOException;

  /** Copies this version; the same errors as {@link #read}. */
  ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException;

  /**
   * Moves this version. False, and nothing happened, when it is gone or another version is there:
   * an unread object is never moved.
   */
  boolean move(ObjectRef object, String toBucket, String toKey) throws IOException;

  /** Deletes this version; false, and nothing happened, when it is gone or another is there. */
  boolean delete(ObjectRef object) throws IOException;

  /** Deletes every object whose key starts with the prefix. */
  void deleteAll(String bucket, String prefix) throws IOException;

  /** Gives every object under the prefix to {@code each}, ordered by key, page by page. */
  void list(String bucket, String prefix, Consumer<ObjectRef> each) throws IOException;
}
