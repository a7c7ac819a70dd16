package org.millrace.engine.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Collects one part in memory at a time. An object no larger than a part is put in one request; a
 * larger one becomes a multipart upload. Nothing is visible before {@link #complete}; closing
 * without it leaves nothing behind. Not thread-safe.
 */
final class S3Upload extends OutputStream {

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final byte[] part;
  private final List<CompletedPart> parts = new ArrayList<>();
  private String uploadId;
  private int filled;
  private long size;
  private boolean completed;

  S3Upload(S3Client s3, String bucket, String key, int partSize) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.part = new byte[partSize];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int done = 0; done < length; ) {
      if (filled == part.length) {
        sendPart();
      }
      int chunk = Math.min(length - done, part.length - filled);
      System.arraycopy(bytes, offset + done, part, filled, chunk);
      filled += chunk;
      done += chunk;
    }
    size += length;
  }

  ObjectRef complete() throws IOException {
    String etag;
    if (uploadId == null) {
      etag =
          S3Errors.on(
              bucket + "/" + key,
              () -> s3.putObject(p -> p.bucket(bucket).key(key), filledPart()).eTag());
    } else {
      sendPart();
      etag =
          S3Errors.on(
              bucket + "/" + key,
              () ->
                  s3.completeMultipartUpload(
                          c ->
                              c.bucket(bucket)
                                  .key(key)
                                  .uploadId(uploadId)
                                  .multipartUpload(m -> m.parts(parts)))
                      .eTag());
    }
    completed = true;
    return S3ObjectStore.ref(bucket, key, etag, size);
  }

  @Override
  public void close() throws IOException {
    if (uploadId != null && !completed) {
      try {
        s3.abortMultipartUpload(a -> a.bucket(bucket).key(key).uploadId(uploadId));
      } catch (SdkException | UncheckedIOException e) {
        throw S3Errors.failed(bucket + "/" + key + ": upload " + uploadId + " not aborted", e);
      }
    }
  }

  private void sendPart() throws IOException {
    if (uploadId == null) {
      uploadId =
          S3Errors.on(
              bucket + "/" + key,
              () -> s3.createMultipartUpload(c -> c.bucket(bucket).key(key)).uploadId());
    }
    int number = parts.size() + 1;
    String etag =
        S3Errors.on(
            bucket + "/" + key,
            () ->
                s3.uploadPart(
                        u -> u.bucket(bucket).key(key).uploadId(uploadId).partNumber(number),
                        filledPart())
                    .eTag());
    parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    filled = 0;
  }

  private RequestBody filledPart() {
    byte[] bytes = part;
    int length = filled;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "binary/octet-stream");
  }
}
