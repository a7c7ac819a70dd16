package org.millrace.manager.embedded;

import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What a copy is written with: the source's metadata, or the request's where it says so. */
final class Copies {

  private Copies() {}

  static PutObjectRequest target(CopyObjectRequest request, GetObjectResponse source) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(request.destinationBucket())
            .key(request.destinationKey())
            .contentLength(source.contentLength());
    if (request.metadataDirective() == MetadataDirective.REPLACE) {
      return put.metadata(request.metadata())
          .cacheControl(request.cacheControl())
          .contentDisposition(request.contentDisposition())
          .contentEncoding(request.contentEncoding())
          .contentLanguage(request.contentLanguage())
          .contentType(request.contentType())
          .build();
    }
    return put.metadata(source.metadata())
        .cacheControl(source.cacheControl())
        .contentDisposition(source.contentDisposition())
        .contentEncoding(source.contentEncoding())
        .contentLanguage(source.contentLanguage())
        .contentType(source.contentType())
        .build();
  }
}
