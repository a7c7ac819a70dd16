package org.millrace.engine.objects;

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

  /** The last part of the key, for people. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
