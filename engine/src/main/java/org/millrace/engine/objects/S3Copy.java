package org.millrace.engine.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;

/** Copies one version inside S3, in parts when it is larger than one request may copy. */
final class S3Copy {

  private final S3Client s3;
  private final long largestPart;

  S3Copy(S3Client s3, long largestPart) {
    this.s3 = s3;
    this.largestPart = largestPart;
  }

  ObjectRef copy(ObjectRef object, String bucket, String key) throws IOException {
    String etag =
        object.size() <= largestPart
            ? S3Errors.onVersion(object, () -> whole(object, bucket, key))
            : inParts(object, bucket, key);
    return S3ObjectStore.ref(bucket, key, etag, object.size());
  }

  private String whole(ObjectRef object, String bucket, String key) {
    return s3.copyObject(
            c ->
                c.sourceBucket(object.bucket())
                    .sourceKey(object.key())
                    .copySourceIfMatch(S3ObjectStore.quoted(object))
                    .destinationBucket(bucket)
                    .destinationKey(key))
        .copyObjectResult()
        .eTag();
  }

  private String inParts(ObjectRef object, String bucket, String key) throws IOException {
    String subject = bucket + "/" + key;
    String upload =
        S3Errors.on(
            subject, () -> s3.createMultipartUpload(c -> c.bucket(bucket).key(key)).uploadId());
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long from = 0; from < object.size(); from += largestPart) {
        ByteRange range = ByteRange.of(object, from, from + largestPart);
        int number = parts.size() + 1;
        CopyPartResult part =
            S3Errors.onVersion(object, () -> part(object, bucket, key, upload, number, range));
        parts.add(CompletedPart.builder().partNumber(number).eTag(part.eTag()).build());
      }
      return S3Errors.on(
          subject,
          () ->
              s3.completeMultipartUpload(
                      c ->
                          c.bucket(bucket)
                              .key(key)
                              .uploadId(upload)
                              .multipartUpload(m -> m.parts(parts)))
                  .eTag());
    } catch (IOException e) {
      abort(bucket, key, upload, e);
      throw e;
    }
  }

  private CopyPartResult part(
      ObjectRef object, String bucket, String key, String upload, int number, ByteRange range) {
    return s3.uploadPartCopy(
            c ->
                c.sourceBucket(object.bucket())
                    .sourceKey(object.key())
                    .copySourceIfMatch(S3ObjectStore.quoted(object))
                    .copySourceRange(range.header())
                    .destinationBucket(bucket)
                    .destinationKey(key)
                    .uploadId(upload)
                    .partNumber(number))
        .copyPartResult();
  }

  private void abort(String bucket, String key, String upload, IOException cause) {
    try {
      s3.abortMultipartUpload(a -> a.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException | UncheckedIOException e) {
      cause.addSuppressed(e);
    }
  }
}
