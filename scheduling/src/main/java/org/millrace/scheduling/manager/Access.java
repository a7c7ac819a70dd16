package org.millrace.scheduling.manager;

import java.util.Set;
import java.util.function.Function;
import org.millrace.scheduling.tree.QueueSettings;

/**
 * Who may do what: a user on the list of a queue or of any ancestor. {@code *} stands for
 * everybody.
 */
final class Access {
  private Access() {}

  /** Where neither the queue nor an ancestor names anybody, everybody may submit. */
  static boolean maySubmit(String user, QueueNode queue) {
    return allowed(user, queue, QueueSettings::submit)
        || !named(queue, QueueSettings::submit)
        || mayAdminister(user, queue);
  }

  /** Where nobody is named, nobody may. */
  static boolean mayAdminister(String user, QueueNode queue) {
    return allowed(user, queue, QueueSettings::administer);
  }

  private static boolean allowed(
      String user, QueueNode queue, Function<QueueSettings, Set<String>> list) {
    for (QueueNode at = queue; at != null; at = at.parent) {
      Set<String> users = list.apply(at.rules.own());
      if (users.contains(user) || users.contains("*")) {
        return true;
      }
    }
    return false;
  }

  private static boolean named(QueueNode queue, Function<QueueSettings, Set<String>> list) {
    for (QueueNode at = queue; at != null; at = at.parent) {
      if (!list.apply(at.rules.own()).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
