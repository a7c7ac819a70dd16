package org.millrace.routes.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An object as a listing showed it; two versions differ in it wherever the store lets them. */
record Sighting(String bucket, String key, String etag, long size, Instant modified) {

  static Sighting of(String bucket, S3Object object) {
    return new Sighting(
        bucket,
        object.key(),
        object.eTag() == null ? "" : object.eTag().replace("\"", ""),
        object.size(),
        object.lastModified());
  }

  Place place() {
    return new Place(bucket, key);
  }

  /** 64 bits that stand for the sighting, so that a million of them fit in memory. */
  long fingerprint() {
    String text = bucket + '\0' + key + '\0' + etag + '\0' + size + '\0' + modified;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where it lies, whatever its version. */
  record Place(String bucket, String key) {
    @Override
    public String toString() {
      return bucket + "/" + key;
    }
  }
}
