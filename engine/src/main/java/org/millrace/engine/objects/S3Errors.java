package org.millrace.engine.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Calls S3 and says its errors in the store's words. An HTTP client may also throw {@link
 * UncheckedIOException}.
 */
final class S3Errors {

  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  /** A range inside the version named is outside the one there: some servers look at it first. */
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private S3Errors() {}

  @FunctionalInterface
  interface Call<T> {
    T run();
  }

  /** For calls that name a version. */
  static <T> T onVersion(ObjectRef object, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        throw new ObjectGoneException(object);
      }
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == RANGE_NOT_SATISFIABLE) {
        throw new ObjectChangedException(object);
      }
      throw failed(object.toString(), e);
    } catch (SdkException | UncheckedIOException e) {
      throw failed(object.toString(), e);
    }
  }

  static <T> T on(String subject, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (SdkException | UncheckedIOException e) {
      throw failed(subject, e);
    }
  }

  static IOException failed(String subject, RuntimeException e) {
    return new IOException(subject + ": " + e.getMessage(), e);
  }

  static boolean notFound(AwsServiceException e) {
    return e.statusCode() == NOT_FOUND;
  }
}
