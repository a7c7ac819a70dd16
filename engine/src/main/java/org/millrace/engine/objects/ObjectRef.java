package org.millrace.engine.objects;

import java.util.Map;
import java.util.Objects;

/**
 * Names exactly one version of one object: what was listed is what is read, or nothing.
 *
 * @param bucket bucket name
 * @param key key inside the bucket, never used as a path without a check
 * @param etag identity of the version, opaque; two versions of a key never share it
 * @param size bytes
 */
public record ObjectRef(String bucket, String key, String etag, long size) {
  public ObjectRef {
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(etag, "etag");
  }

  /**
   * How large the object is that a decoded message stands for: one that is such a reference itself,
   * or a piece of an object from one byte to another. 0 for any other message.
   */
  public static long sizeIn(Object message) {
    if (!(message instanceof Map<?, ?> map)) {
      return 0;
    }
    if (map.get("object") instanceof Map<?, ?>
        && map.get("from") instanceof Number from
        && map.get("to") instanceof Number to) {
      return Math.max(0, to.longValue() - from.longValue());
    }
    return map.get("bucket") != null && map.get("size") instanceof Number size
        ? Math.max(0, size.longValue())
        : 0;
  }

  /** The last part of the key, for people. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
