package org.millrace.engine.objects;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Objects in S3, or in anything that speaks it and gives every object an ETag. A version is the
 * ETag; reads and copies carry it as {@code If-Match}, so S3 itself refuses another version.
 *
 * <p>A delete looks first and then deletes with {@code If-Match}. Where the server honours that
 * header on deletes (S3 does), another version is never deleted; where it ignores it, a version
 * written between the look and the delete is lost. Two writes of the same bytes share an ETag:
 * either is then as good as the other. Buckets must exist. Memory: one part (8 MiB) for each write
 * under way; an object may have 10,000 of them (78 GiB). Thread-safe.
 */
public final class S3ObjectStore implements ObjectStore {

  private static final int PART_BYTES = 8 * 1024 * 1024;

  /** S3 copies up to 5 GiB in one request. */
  private static final long COPY_BYTES = 5L * 1024 * 1024 * 1024;

  private final S3Client s3;
  private final int partBytes;
  private final S3Copy copies;

  public S3ObjectStore(S3Client s3) {
    this(s3, PART_BYTES, COPY_BYTES);
  }

  S3ObjectStore(S3Client s3, int partBytes, long copyBytes) {
    this.s3 = Objects.requireNonNull(s3, "s3");
    this.partBytes = partBytes;
    this.copies = new S3Copy(s3, copyBytes);
  }

  @Override
  public Optional<ObjectRef> find(String bucket, String key) throws IOException {
    try {
      HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key(key));
      return Optional.of(ref(bucket, key, head.eTag(), head.contentLength()));
    } catch (AwsServiceException e) {
      if (S3Errors.notFound(e)) {
        return Optional.empty();
      }
      throw S3Errors.failed(bucket + "/" + key, e);
    } catch (SdkException | UncheckedIOException e) {
      throw S3Errors.failed(bucket + "/" + key, e);
    }
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
    ByteRange range = ByteRange.of(object, from, to);
    if (range.length() == 0) {
      // HTTP knows no empty range.
      S3Errors.onVersion(
          object,
          () ->
              s3.headObject(
                  h -> h.bucket(object.bucket()).key(object.key()).ifMatch(quoted(object))));
      return InputStream.nullInputStream();
    }
    return S3Errors.onVersion(
        object,
        () ->
            new S3RangeStream(
                s3.getObject(
                    g ->
                        g.bucket(object.bucket())
                            .key(object.key())
                            .ifMatch(quoted(object))
                            .range(range.header())),
                object,
                range.length()));
  }

  @Override
  public ObjectRef write(String bucket, String key, ObjectBody body) throws IOException {
    try (S3Upload upload = new S3Upload(s3, bucket, key, partBytes)) {
      OutputStream out = new BufferedOutputStream(upload);
      body.writeTo(out);
      out.flush();
      return upload.complete();
    }
  }

  @Override
  public ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException {
    return copies.copy(object, toBucket, toKey);
  }

  /** As the port says; a copy, then a delete: in between both are there. */
  @Override
  public boolean move(ObjectRef object, String toBucket, String toKey) throws IOException {
    ObjectRef copied;
    try {
      copied = copy(object, toBucket, toKey);
    } catch (ObjectGoneException | ObjectChangedException e) {
      return false;
    }
    if (delete(object)) {
      return true;
    }
    delete(copied);
    return false;
  }

  @Override
  public boolean delete(ObjectRef object) throws IOException {
    if (find(object.bucket(), object.key()).filter(object::equals).isEmpty()) {
      return false;
    }
    try {
      S3Errors.onVersion(
          object,
          () ->
              s3.deleteObject(
                  d -> d.bucket(object.bucket()).key(object.key()).ifMatch(quoted(object))));
      return true;
    } catch (ObjectGoneException | ObjectChangedException e) {
      return false;
    }
  }

  @Override
  public void deleteAll(String bucket, String prefix) throws IOException {
    eachPage(
        bucket,
        prefix,
        page -> {
          List<ObjectIdentifier> keys =
              page.contents().stream()
                  .map(o -> ObjectIdentifier.builder().key(o.key()).build())
                  .toList();
          if (!keys.isEmpty()) {
            List<S3Error> errors =
                s3.deleteObjects(d -> d.bucket(bucket).delete(b -> b.objects(keys).quiet(true)))
                    .errors();
            if (!errors.isEmpty()) {
              throw new IOException(
                  bucket
                      + "/"
                      + errors.get(0).key()
                      + ": not deleted, "
                      + errors.get(0).message()
                      + " ("
                      + errors.size()
                      + " such)");
            }
          }
        });
  }

  @Override
  public void list(String bucket, String prefix, Consumer<ObjectRef> each) throws IOException {
    eachPage(
        bucket,
        prefix,
        page ->
            page.contents().forEach(o -> each.accept(ref(bucket, o.key(), o.eTag(), o.size()))));
  }

  private interface PageReader {
    void read(ListObjectsV2Response page) throws IOException;
  }

  private void eachPage(String bucket, String prefix, PageReader reader) throws IOException {
    try {
      for (ListObjectsV2Response page :
          s3.listObjectsV2Paginator(l -> l.bucket(bucket).prefix(prefix))) {
        reader.read(page);
      }
    } catch (SdkException | UncheckedIOException e) {
      throw S3Errors.failed(bucket + "/" + prefix, e);
    }
  }

  static String quoted(ObjectRef object) {
    return "\"" + object.etag() + "\"";
  }

  static ObjectRef ref(String bucket, String key, String etag, long size) {
    if (etag == null) {
      throw new IllegalStateException(
          bucket
              + "/"
              + key
              + ": the server gave no ETag, so its versions cannot be told apart: use a server that"
              + " gives every object one");
    }
    return new ObjectRef(bucket, key, etag.replace("\"", ""), size);
  }
}
