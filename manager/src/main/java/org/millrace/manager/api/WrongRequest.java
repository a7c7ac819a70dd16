package org.millrace.manager.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says in our words what Spring found wrong with a request before a controller saw it. */
final class WrongRequest {
  private static final String DESCRIBED = "the API is described at /v3/api-docs";

  private WrongRequest() {}

  /**
   * @param otherwise the rule where there is nothing better to say
   */
  static Problem of(Exception e, HttpServletRequest request, String otherwise) {
    String subject = request.getMethod() + " " + request.getRequestURI();
    if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
      return unknown(unknown);
    }
    if (e instanceof HttpMessageNotReadableException unreadable) {
      return new Problem(subject, unreadable(unreadable), "", DESCRIBED);
    }
    if (e instanceof TypeMismatchException mismatch && mismatch.getPropertyName() != null) {
      return new Problem(
          mismatch.getPropertyName(),
          isNumber(mismatch) ? "must be a number" : "must be as the API's description says",
          String.valueOf(mismatch.getValue()),
          DESCRIBED);
    }
    if (e instanceof HttpMediaTypeNotSupportedException media) {
      String known = joined(media.getSupportedMediaTypes());
      return new Problem(
          subject,
          "must have a Content-Type that is understood there",
          String.valueOf(media.getContentType()),
          known.isEmpty() ? DESCRIBED : "send " + known);
    }
    if (e instanceof HttpMediaTypeNotAcceptableException media) {
      return new Problem(
          subject,
          "must accept a kind of answer that there is",
          String.join(", ", Collections.list(request.getHeaders("Accept"))),
          media.getSupportedMediaTypes().isEmpty()
              ? DESCRIBED
              : "accept " + joined(media.getSupportedMediaTypes()));
    }
    if (e instanceof HttpRequestMethodNotSupportedException method
        && method.getSupportedMethods() != null) {
      String allowed =
          Arrays.stream(method.getSupportedMethods()).sorted().collect(Collectors.joining(", "));
      return new Problem(subject, otherwise, "", "allowed there: " + allowed + "; " + DESCRIBED);
    }
    return new Problem(subject, otherwise, "", DESCRIBED);
  }

  private static Problem unknown(UnrecognizedPropertyException e) {
    List<String> known = e.getKnownPropertyIds().stream().map(String::valueOf).toList();
    return new Problem(
        path(e),
        "is no field there",
        e.getPropertyName(),
        DidYouMean.remedy(e.getPropertyName(), known));
  }

  private static boolean isNumber(TypeMismatchException mismatch) {
    Class<?> type =
        mismatch instanceof MethodArgumentTypeMismatchException argument
            ? argument.getParameter().nestedIfOptional().getNestedParameterType()
            : mismatch.getRequiredType();
    return type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type));
  }

  private static String joined(List<MediaType> types) {
    return types.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(each -> each.getFieldName() == null ? "[]" : each.getFieldName())
        .collect(Collectors.joining("."));
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
      String at = path(other);
      return "its body must be JSON of the kind described"
          + (at.isEmpty() ? "" : ", and is not at " + at);
    }
    return "needs a body that can be read";
  }
}
