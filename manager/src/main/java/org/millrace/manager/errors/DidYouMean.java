package org.millrace.manager.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class DidYouMean {
  private DidYouMean() {}

  /** {@code did you mean "x"?}, or the names there are, or that there are none. */
  public static String remedy(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    return nearest(name, known)
        .map(match -> "did you mean \"" + match + "\"?")
        .orElseGet(() -> "known: " + String.join(", ", sorted(known)));
  }

  /** The known name at most a third of its letters away; of several the first by name. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return sorted(known).stream()
        .filter(each -> distance(wanted, each.toLowerCase(Locale.ROOT)) <= tolerance(each))
        .min(Comparator.comparingInt(each -> distance(wanted, each.toLowerCase(Locale.ROOT))));
  }

  private static int tolerance(String name) {
    return Math.max(1, name.length() / 3);
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }

  /** Levenshtein's edit distance. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
