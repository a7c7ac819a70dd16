package org.millrace.manager.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.millrace.manager.api.ProblemDocument;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Ends a request in a filter with a problem document. */
record ProblemWriter(ObjectMapper json) {
  void write(HttpServletResponse response, HttpStatus status, Problem problem) throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("UTF-8");
    json.writeValue(response.getOutputStream(), ProblemDocument.of(status, problem));
  }
}
