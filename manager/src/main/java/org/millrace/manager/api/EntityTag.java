package org.millrace.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Refuses to change what somebody else has changed since the caller looked at it. */
public final class EntityTag {
  private EntityTag() {}

  /** Whether the request is for the thing as the caller has seen it, and for no other. */
  static boolean isGiven(HttpServletRequest request) {
    String wanted = wanted(request);
    return wanted != null
        && Arrays.stream(wanted.split(",")).map(String::strip).noneMatch("*"::equals);
  }

  private static String wanted(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.IF_MATCH);
  }

  /**
   * @param now the tag that the thing has at this moment, with its quotes
   * @param stands how it stands now, in words
   * @throws ApiException 412 when the request has an {@code If-Match} that names other tags
   */
  public static void check(HttpServletRequest request, String subject, String now, String stands) {
    String wanted = wanted(request);
    if (wanted != null
        && Arrays.stream(wanted.split(","))
            .map(String::strip)
            .noneMatch(each -> each.equals("*") || each.equals(now))) {
      throw new ApiException(
          HttpStatus.PRECONDITION_FAILED,
          new Problem(
              subject,
              "has been changed by somebody else: it is " + stands + ", with the tag " + now,
              wanted,
              "look at it again, then repeat the request with its tag"));
    }
  }
}
