package org.millrace.manager;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers requests that the server refuses before any of our code sees them, such as one with an
 * encoded slash or zero in its address: with a problem document, where the server's own answer is a
 * page. Made by the server, by its name.
 */
public final class UnreadableRequests extends ErrorReportValve {
  private static final String DOCUMENT =
      """
      {"type":"about:blank","title":"%1$s","status":%2$d,\
      "detail":"request: must be HTTP that can be read, with an address of usual characters (the API is described at /v3/api-docs)",\
      "subject":"request","rule":"must be HTTP that can be read, with an address of usual characters",\
      "value":"","remedy":"the API is described at /v3/api-docs"}""";

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding("utf-8");
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(DOCUMENT.formatted(status.getReasonPhrase(), status.value()));
        response.finishResponse();
      }
    } catch (IOException e) {
      getContainer().getLogger().debug("The caller went away", e);
    }
  }
}
