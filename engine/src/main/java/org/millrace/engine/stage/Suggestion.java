package org.millrace.engine.stage;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean" for a name that is not known. */
public final class Suggestion {
  private Suggestion() {}

  /** Text to append to an error: the nearest of the known names, or all when there are few. */
  public static String among(Collection<String> known, String name) {
    return nearest(known, name)
        .map(each -> ", did you mean " + each + "?")
        .orElse(
            known.isEmpty() ? " (there is none)" : " (known: " + String.join(", ", known) + ")");
  }

  /**
   * The known name that was probably meant, whatever its case; of several the first by name. Empty
   * when none is near.
   */
  public static Optional<String> nearest(Collection<String> known, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(each -> distance(each.toLowerCase(Locale.ROOT), wanted)))
        .filter(
            each ->
                distance(each.toLowerCase(Locale.ROOT), wanted) <= Math.max(2, name.length() / 3));
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
