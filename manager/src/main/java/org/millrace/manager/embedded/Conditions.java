package org.millrace.manager.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;

/** The conditions a request may set on the version it reads or replaces. */
final class Conditions {

  private static final int NOT_MODIFIED = 304;

  private Conditions() {}

  /** For reads. */
  static void check(ObjectRef object, String ifMatch, String ifNoneMatch) {
    if (ifMatch != null && !matches(object, ifMatch)) {
      throw S3Exceptions.preconditionFailed(null);
    }
    if (ifNoneMatch != null && matches(object, ifNoneMatch)) {
      throw S3Exceptions.fromStatusCode(NOT_MODIFIED);
    }
  }

  /** For writes. */
  static void check(Optional<ObjectRef> object, String ifNoneMatch) {
    if (ifNoneMatch != null && object.filter(o -> matches(o, ifNoneMatch)).isPresent()) {
      throw S3Exceptions.preconditionFailed(null);
    }
  }

  /** Publishes a whole file unless the key is taken, whoever takes it first. */
  static ObjectRef createOnly(FolderObjectStore objects, Path whole, String bucket, String key)
      throws IOException {
    Path target = objects.file(bucket, key);
    Files.createDirectories(target.getParent());
    try {
      // A link, unlike a rename, fails when the name is taken.
      Files.createLink(target, whole);
    } catch (FileAlreadyExistsException e) {
      throw S3Exceptions.preconditionFailed(e);
    } finally {
      Files.deleteIfExists(whole);
    }
    return objects.find(bucket, key).orElseThrow(() -> S3Exceptions.preconditionFailed(null));
  }

  private static boolean matches(ObjectRef object, String condition) {
    return condition.equals("*") || condition.replace("\"", "").equals(object.etag());
  }
}
