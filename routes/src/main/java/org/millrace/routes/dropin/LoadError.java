package org.millrace.routes.dropin;

import java.util.ArrayList;
import java.util.List;

/** What a person needs to know of why a route file was refused. */
final class LoadError {
  private static final int LONGEST = 600;

  private LoadError() {}

  /** The messages of an error and its causes that add something, outermost first. */
  static String explain(Throwable error) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).strip();
      boolean said = messages.stream().anyMatch(each -> each.contains(message));
      if (!said && cause.getMessage() != null) {
        messages.removeIf(message::contains);
        messages.add(message);
      }
    }
    String text = messages.isEmpty() ? error.toString() : String.join("; because ", messages);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
  }
}
