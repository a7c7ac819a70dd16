package org.millrace.manager.api;

import java.util.List;
import org.millrace.manager.errors.Problem;
import org.millrace.routes.intake.Ndjson.Refused;

/** Lines of a batch are wrong, so that nothing of it was taken. */
final class RefusedLinesException extends RuntimeException {
  private final transient List<Refused> lines;

  RefusedLinesException(List<Refused> lines) {
    super("lines of a batch are wrong");
    this.lines = List.copyOf(lines);
  }

  List<Refused> lines() {
    return lines;
  }

  Problem problem() {
    Refused first = lines.get(0);
    return new Problem(
        "line " + first.line(),
        "must be one JSON value",
        first.reason(),
        "nothing of the batch was taken: mend "
            + (lines.size() == 1 ? "the line" : "the " + lines.size() + " lines named")
            + " and send it again");
  }
}
