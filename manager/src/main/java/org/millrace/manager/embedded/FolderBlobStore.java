package org.millrace.manager.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The endpoint's folder store, corrected where Millrace needs more than it gives: it writes uploads
 * under names that its listings show, gives copied-in files no ETag and overwritten ones a stale
 * one, reads the whole bucket for every page of a listing, and opens to everyone what the folder's
 * permissions do. Long because the interface it corrects is.
 */
final class FolderBlobStore extends ForwardingBlobStore {

  private static final int PAGE = 1000;

  private final Path buckets;
  private final FolderObjectStore objects;
  private final Staging staging;
  private final Stamp stamp = new Stamp();

  FolderBlobStore(BlobStore folders, Path buckets, FolderObjectStore objects) {
    super(folders);
    this.buckets = buckets;
    this.objects = objects;
    this.staging = new Staging(objects, stamp);
  }

  @Override
  public ListBucketsResponse list() {
    return ListBucketsResponse.builder()
        .buckets(
            super.list().buckets().stream()
                .filter(b -> !b.name().startsWith("."))
                .filter(b -> Files.isDirectory(buckets.resolve(b.name())))
                .toList())
        .build();
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    checkBucket(request.bucket());
    return request.delimiter() == null || request.delimiter().isEmpty()
        ? everyKey(request)
        : oneLevel(request);
  }

  @Override
  public void deleteBucket(String container) {
    staging.close(container);
    super.deleteBucket(container);
  }

  @Override
  public BucketCannedACL getContainerAccess(String container) {
    return BucketCannedACL.PRIVATE;
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name, String versionId) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public boolean blobExists(String container, String name) {
    return blobMetadataIfPresent(container, name) != null;
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    if (Staging.holds(request.key())) {
      return staging
          .of(request.bucket())
          .blobMetadata(request.toBuilder().bucket(Staging.CONTAINER).build());
    }
    if (request.key().endsWith("/")) {
      return super.blobMetadata(request);
    }
    ObjectRef object = current(request.bucket(), request.key());
    HeadObjectResponse head = super.blobMetadata(request);
    return head.toBuilder()
        .eTag(quoted(object))
        .metadata(stamp.trusted(file(object), head.metadata()))
        .build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    if (Staging.holds(request.key())) {
      return staging
          .of(request.bucket())
          .getBlob(request.toBuilder().bucket(Staging.CONTAINER).build());
    }
    if (request.key().endsWith("/")) {
      return super.getBlob(request);
    }
    ObjectRef object = current(request.bucket(), request.key());
    Conditions.check(object, request.ifMatch(), request.ifNoneMatch());
    ResponseInputStream<GetObjectResponse> opened =
        super.getBlob(request.toBuilder().ifMatch(null).ifNoneMatch(null).build());
    if (!find(request.bucket(), request.key()).equals(Optional.of(object))) {
      // Replaced between the look and the open: what was opened is unknown.
      opened.abort();
      throw S3Exceptions.preconditionFailed(null);
    }
    return SdkResponses.getResponse(
        opened.response().toBuilder()
            .eTag(quoted(object))
            .metadata(stamp.trusted(file(object), opened.response().metadata()))
            .build(),
        opened);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    if (Staging.holds(request.key())) {
      return staging
          .of(request.bucket())
          .putBlob(request.toBuilder().bucket(Staging.CONTAINER).build(), payload);
    }
    if (request.key().endsWith("/")) {
      return super.putBlob(request, payload);
    }
    checkBucket(request.bucket());
    file(request.bucket(), request.key());
    Conditions.check(find(request.bucket(), request.key()), request.ifNoneMatch());
    return SdkResponses.putResponse(quoted(staging.put(request, payload)));
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    ObjectRef source = current(request.sourceBucket(), request.sourceKey());
    Conditions.check(source, request.copySourceIfMatch(), request.copySourceIfNoneMatch());
    try (ResponseInputStream<GetObjectResponse> in =
        getBlob(
            GetObjectRequest.builder()
                .bucket(source.bucket())
                .key(source.key())
                .ifMatch(quoted(source))
                .build())) {
      PutObjectResponse put = putBlob(Copies.target(request, in.response()), in);
      return SdkResponses.copyResponse(put.eTag());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    if (Staging.holds(request.key())) {
      return staging
          .of(request.bucket())
          .removeBlob(request.toBuilder().bucket(Staging.CONTAINER).build());
    }
    return super.removeBlob(request);
  }

  @Override
  public void setBlobAccess(String container, String name, ObjectCannedACL access) {
    // Access is by signature alone; the folder's permissions stay as its owner set them.
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    checkBucket(request.bucket());
    file(request.bucket(), request.key());
    MultipartUpload staged =
        staging
            .of(request.bucket())
            .initiateMultipartUpload(request.toBuilder().bucket(Staging.CONTAINER).build());
    return new MultipartUpload(staged.id(), request, staged.response());
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    return staging
        .of(upload.containerName())
        .uploadMultipartPart(Staging.staged(upload), request, payload);
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return staging.of(upload.containerName()).listMultipartUpload(Staging.staged(upload));
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    checkBucket(container);
    return staging.of(container).listMultipartUploads(Staging.CONTAINER);
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    staging.of(upload.containerName()).abortMultipartUpload(Staging.staged(upload));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    Conditions.check(find(upload.containerName(), upload.blobName()), request.ifNoneMatch());
    return SdkResponses.completeResponse(quoted(staging.complete(upload, request)));
  }

  private ListObjectsV2Response everyKey(ListObjectsV2Request request) {
    String after =
        request.continuationToken() != null ? request.continuationToken() : request.startAfter();
    int limit = request.maxKeys() == null ? PAGE : request.maxKeys();
    List<S3Object> page = new ArrayList<>();
    // One more than asked for tells whether a next page is needed.
    for (FolderObjectStore.Listed listed :
        page(
            request.bucket(),
            request.prefix() == null ? "" : request.prefix(),
            after == null ? "" : after,
            limit + 1)) {
      ObjectRef object = listed.object();
      page.add(
          SdkResponses.objectEntry(
              object.key(), object.etag(), listed.modified(), object.size(), null));
    }
    boolean more = page.size() > limit;
    List<S3Object> contents = more ? page.subList(0, limit) : page;
    String token = more && limit > 0 ? contents.get(limit - 1).key() : null;
    return SdkResponses.objectsPage(contents, List.of(), token);
  }

  private ListObjectsV2Response oneLevel(ListObjectsV2Request request) {
    ListObjectsV2Response level = super.list(request);
    List<S3Object> contents = new ArrayList<>();
    for (S3Object listed : level.contents()) {
      if (listed.key().endsWith("/")) {
        contents.add(listed);
      } else {
        find(request.bucket(), listed.key())
            .ifPresent(o -> contents.add(listed.toBuilder().eTag(quoted(o)).build()));
      }
    }
    return level.toBuilder()
        .contents(contents)
        .commonPrefixes(
            level.commonPrefixes().stream().filter(p -> !Staging.holds(p.prefix())).toList())
        .build();
  }

  private List<FolderObjectStore.Listed> page(
      String bucket, String prefix, String after, int limit) {
    try {
      return objects.page(bucket, prefix, after, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkBucket(String bucket) {
    headBucket(HeadBucketRequest.builder().bucket(bucket).build());
  }

  private Path file(ObjectRef object) {
    return file(object.bucket(), object.key());
  }

  private Path file(String bucket, String key) {
    try {
      return objects.file(bucket, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ObjectRef> find(String bucket, String key) {
    try {
      return objects.find(bucket, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectRef current(String bucket, String key) {
    checkBucket(bucket);
    return find(bucket, key)
        .orElseThrow(() -> S3Exceptions.noSuchKey(bucket, key, "no such object"));
  }

  private static String quoted(ObjectRef object) {
    return "\"" + object.etag() + "\"";
  }
}
