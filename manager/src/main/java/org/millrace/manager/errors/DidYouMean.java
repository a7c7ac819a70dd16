package org.millrace.manager.errors;

import java.util.Collection;
import org.millrace.engine.stage.Suggestion;

/** The remedy for a name that is not known. */
public final class DidYouMean {
  private DidYouMean() {}

  /** {@code did you mean "x"?}, or the names there are, or that there are none. */
  public static String remedy(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    return Suggestion.nearest(known, name)
        .map(match -> "did you mean \"" + match + "\"?")
        .orElseGet(() -> "known: " + String.join(", ", known.stream().sorted().toList()));
  }
}
