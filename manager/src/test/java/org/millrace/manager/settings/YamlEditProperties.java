package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.millrace.scheduling.tree.SchedulerSettings;
import org.millrace.scheduling.tree.SettingsDifference;

/** Whatever way a file is written in, an edit changes one place of it and one setting. */
class YamlEditProperties {
  private static final List<String> QUEUES = List.of("root.a", "root.b", "root.c");
  private static final int LONGEST_VALUE = 4;

  @Property(tries = 300)
  void anEditIsInOnePlaceAndSaysWhatIsMeantAndNothingElse(
      @ForAll("files") String text,
      @ForAll("queues") String queue,
      @ForAll @IntRange(min = 1, max = 99) int weight) {
    String edited =
        YamlEdit.set(
            "millrace.yaml",
            text,
            List.of("millrace", "scheduler", "queues", queue, "weight"),
            Integer.toString(weight));

    assertThat(replaced(text, edited)).isLessThanOrEqualTo(LONGEST_VALUE);
    SchedulerSettings before = read(text);
    SchedulerSettings after = read(edited);
    assertThat(after.queues().get(queue).weight()).isEqualByComparingTo(Integer.toString(weight));
    assertThat(SettingsDifference.between(before, after))
        .allMatch(each -> each.startsWith(queue + ": weight") || each.equals(queue + ": is new"));
  }

  /** How many characters of the old text are not in the new one. */
  private static int replaced(String old, String now) {
    int begin = 0;
    while (begin < Math.min(old.length(), now.length()) && old.charAt(begin) == now.charAt(begin)) {
      begin++;
    }
    int end = 0;
    while (end < Math.min(old.length(), now.length()) - begin
        && old.charAt(old.length() - 1 - end) == now.charAt(now.length() - 1 - end)) {
      end++;
    }
    return old.length() - begin - end;
  }

  private static SchedulerSettings read(String text) {
    return new SettingsReader("millrace.yaml", Set.of()).read(text).scheduler();
  }

  @Provide
  Arbitrary<String> queues() {
    return Arbitraries.of(QUEUES);
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> queue =
        Arbitraries.of(
            ": {weight: 2}   # häßlich 😀",
            ": {}",
            ":",
            ": ~  # nothing yet",
            ":\n        # first\n        weight: 3 # as ever\n        submit: [ann,\n          bob]",
            ":\n        maxShare:\n          memory: 1Gi # much\n          vcores: \"1.5\"",
            ":\n        weight:   # none\n        submit:\n          - ann\n          - bob # too",
            ": { maxShare : {memory: 1Gi} , weight : '7' }");
    Arbitrary<String> queues =
        Combinators.combine(Arbitraries.subsetOf(QUEUES), queue.list().ofSize(QUEUES.size()))
            .as(
                (names, ways) ->
                    names.stream()
                        .map(name -> "      " + name + ways.get(QUEUES.indexOf(name)) + "\n")
                        .collect(Collectors.joining("      # between\n\n")));
    Arbitrary<String> whole =
        Combinators.combine(
                Arbitraries.of("", "# ours\n\n", "---\n"),
                queues,
                Arbitraries.of("", "    policy: fair\n", "  lease: 20s # slow\n# end"))
            .as(
                (head, all, tail) ->
                    head + "millrace:   # all\n  scheduler:\n    queues:\n" + all + tail);
    Arbitrary<String> small =
        Arbitraries.of(
            "",
            "# nothing",
            "millrace:",
            "millrace: {}\n",
            "millrace:\n  lease: 20s",
            "millrace: {scheduler: {queues: {root.a: {weight: 9}, root.b: {}}}}");
    return Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(5, whole), Tuple.of(1, small)),
            Arbitraries.of("\n", "\r\n"))
        .as((text, eol) -> text.replace("\n", eol));
  }
}
