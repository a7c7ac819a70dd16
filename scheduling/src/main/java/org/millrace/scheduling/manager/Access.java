package org.millrace.scheduling.manager;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.millrace.scheduling.tree.QueueSettings;

/**
 * Who may do what: somebody one of whose names is on the list of a queue or of any ancestor. {@code
 * *} stands for everybody.
 */
final class Access {
  private static final String EVERYBODY = "*";

  private Access() {}

  /**
   * Where neither the queue nor an ancestor names anybody, everybody may submit.
   *
   * @param lineage settings of the queue and of all its ancestors
   */
  static boolean maySubmit(Set<String> names, List<QueueSettings> lineage) {
    return allowed(names, lineage, QueueSettings::submit)
        || lineage.stream().allMatch(queue -> queue.submit().isEmpty())
        || mayAdminister(names, lineage);
  }

  /** Where nobody is named, nobody may. */
  static boolean mayAdminister(Set<String> names, List<QueueSettings> lineage) {
    return allowed(names, lineage, QueueSettings::administer);
  }

  private static boolean allowed(
      Set<String> names, List<QueueSettings> lineage, Function<QueueSettings, Set<String>> list) {
    return lineage.stream()
        .map(list)
        .anyMatch(users -> users.contains(EVERYBODY) || !Collections.disjoint(users, names));
  }
}
