package org.millrace.engine.objects;

import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists the folders of a {@link FolderObjectStore} to whoever speaks to S3 through the SDK, such as
 * a Camel route, without a server, a signature or XML between them. It answers {@code listObjects}
 * (without delimiter) and {@code headBucket}; every other call throws {@link
 * UnsupportedOperationException}. Times are exact, where S3 gives whole seconds. A bucket without a
 * folder is empty. Thread-safe.
 */
public final class FolderS3Client implements S3Client {

  private static final int PAGE = 1000;

  private final FolderObjectStore objects;

  public FolderS3Client(FolderObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public ListObjectsResponse listObjects(ListObjectsRequest request) {
    if (request.delimiter() != null) {
      throw new UnsupportedOperationException(
          "folders are listed without a delimiter, was \"" + request.delimiter() + "\"");
    }
    int limit = request.maxKeys() == null ? PAGE : Math.min(PAGE, request.maxKeys());
    String prefix = request.prefix() == null ? "" : request.prefix();
    String marker = request.marker() == null ? "" : request.marker();
    try {
      List<S3Object> page =
          objects.page(request.bucket(), prefix, marker, limit).stream()
              .map(FolderS3Client::s3Object)
              .toList();
      // A full page may be the last; the next is then empty.
      return ListObjectsResponse.builder()
          .name(request.bucket())
          .prefix(prefix)
          .contents(page)
          .isTruncated(page.size() == limit)
          .build();
    } catch (IOException e) {
      throw SdkClientException.create(
          "bucket " + request.bucket() + " cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    return HeadBucketResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Holds nothing open.
  }

  private static S3Object s3Object(FolderObjectStore.Listed listed) {
    return S3Object.builder()
        .key(listed.object().key())
        .eTag("\"" + listed.object().etag() + "\"")
        .size(listed.object().size())
        .lastModified(listed.modified())
        .build();
  }
}
