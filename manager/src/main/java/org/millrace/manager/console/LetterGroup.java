package org.millrace.manager.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.ledger.DeadLetter;
import org.millrace.engine.ledger.ErrorKind;

/**
 * Letters of one stage that died of the same thing: their errors differ in numbers and ids only.
 *
 * @param pattern the error, with {@code #} for what differs
 * @param query the filter that holds them; its text is the longest piece that they all have
 */
public record LetterGroup(
    String stage, String pattern, long count, Instant newest, LettersQuery query) {
  private record Key(String stage, String pattern) {}

  /** The largest first. */
  static List<LetterGroup> of(List<DeadLetter> letters, LettersQuery query) {
    Map<Key, List<DeadLetter>> groups = new LinkedHashMap<>();
    for (DeadLetter letter : letters) {
      Key key = new Key(letter.stage(), ErrorKind.of(letter.error()));
      groups.computeIfAbsent(key, any -> new ArrayList<>()).add(letter);
    }
    return groups.entrySet().stream()
        .map(
            each ->
                new LetterGroup(
                    each.getKey().stage(),
                    each.getKey().pattern(),
                    each.getValue().size(),
                    each.getValue().get(0).diedAt(),
                    query.narrowed(each.getKey().stage(), piece(each.getKey().pattern()))))
        .sorted(Comparator.comparingLong(LetterGroup::count).reversed())
        .toList();
  }

  private static String piece(String pattern) {
    String longest = "";
    for (String piece : pattern.split("#")) {
      if (piece.strip().length() > longest.length()) {
        longest = piece.strip();
      }
    }
    return longest;
  }
}
