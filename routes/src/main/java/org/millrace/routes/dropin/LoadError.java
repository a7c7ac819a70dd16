package org.millrace.routes.dropin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a person needs to know of why a route file was refused: file, line and reason. */
final class LoadError {
  private static final int LONGEST = 600;

  private static final Pattern LINE =
      Pattern.compile("\\bline (\\d+)|\\.(?:yaml|yml|xml|java):(\\d+)");
  private static final Pattern STAGE = Pattern.compile("stage:(?://)?([A-Za-z0-9._-]+)");

  private LoadError() {}

  /** The file with the line that the error speaks of, where that can be told, and the reason. */
  static String in(Path file, String text, Throwable error) {
    String reason = explain(error);
    OptionalInt line = line(text, reason);
    return file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": " + reason;
  }

  /** The line that the message names, or else the first that names the message's stage. */
  private static OptionalInt line(String text, String reason) {
    Matcher named = LINE.matcher(reason);
    if (named.find()) {
      return OptionalInt.of(
          Integer.parseInt(named.group(1) != null ? named.group(1) : named.group(2)));
    }
    Matcher stage = STAGE.matcher(reason);
    if (stage.find()) {
      List<String> lines = text.lines().toList();
      return IntStream.range(0, lines.size())
          .filter(i -> lines.get(i).contains("stage:" + stage.group(1)))
          .map(i -> i + 1)
          .findFirst();
    }
    return OptionalInt.empty();
  }

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
