package org.millrace.manager.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.millrace.manager.errors.Problem;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/** Says in our words what Spring found wrong with a request before a controller saw it. */
final class WrongRequest {
  private static final String DESCRIBED = "the API is described at /v3/api-docs";

  private WrongRequest() {}

  /**
   * @param subject the request
   * @param otherwise the rule where there is nothing better to say
   */
  static Problem of(Exception e, String subject, String otherwise) {
    if (e instanceof HttpMessageNotReadableException unreadable) {
      return new Problem(subject, unreadable(unreadable), "", DESCRIBED);
    }
    if (e instanceof TypeMismatchException mismatch && mismatch.getPropertyName() != null) {
      Class<?> type = mismatch.getRequiredType();
      boolean number = type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type));
      return new Problem(
          mismatch.getPropertyName(),
          number ? "must be a number" : "must be as the API's description says",
          String.valueOf(mismatch.getValue()),
          DESCRIBED);
    }
    if (e instanceof HttpMediaTypeNotSupportedException media) {
      String known =
          media.getSupportedMediaTypes().stream()
              .map(Object::toString)
              .collect(Collectors.joining(" or "));
      return new Problem(
          subject,
          "must have a Content-Type that is understood there",
          String.valueOf(media.getContentType()),
          known.isEmpty() ? DESCRIBED : "send " + known);
    }
    if (e instanceof HttpRequestMethodNotSupportedException method
        && method.getSupportedMethods() != null) {
      String allowed =
          Arrays.stream(method.getSupportedMethods()).sorted().collect(Collectors.joining(", "));
      return new Problem(subject, otherwise, "", "allowed there: " + allowed + "; " + DESCRIBED);
    }
    return new Problem(subject, otherwise, "", DESCRIBED);
  }

  private static String unreadable(HttpMessageNotReadableException e) {
    if (e.getCause() instanceof JsonParseException malformed) {
      return "its body must be JSON, and is not: line %d, column %d: %s"
          .formatted(
              malformed.getLocation().getLineNr(),
              malformed.getLocation().getColumnNr(),
              malformed.getOriginalMessage());
    }
    if (e.getCause() instanceof JsonMappingException other) {
      String at =
          other.getPath().stream()
              .map(each -> each.getFieldName() == null ? "[]" : each.getFieldName())
              .collect(Collectors.joining("."));
      return "its body must be JSON of the kind described"
          + (at.isEmpty() ? "" : ", and is not at " + at);
    }
    return "needs a body that can be read";
  }
}
