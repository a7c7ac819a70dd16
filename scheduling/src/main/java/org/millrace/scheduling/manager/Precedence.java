package org.millrace.scheduling.manager;

import java.util.Locale;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;

/**
 * Why a queue comes before its sibling by the policy of their parent, in words.
 *
 * @param size of the container that both wait for
 */
record Precedence(ParentQueue parent, QueueNode first, QueueNode other, int size) {
  String sentence() {
    Policy policy = parent.rules.policy();
    return "%s comes first by the %s policy: %s"
        .formatted(first.path(), policy.name().toLowerCase(Locale.ROOT), because(policy));
  }

  private String because(Policy policy) {
    return switch (policy) {
      case FIFO -> "its oldest job that waits is " + first.oldestApplication(size);
      case CAPACITY -> capacity();
      case FAIR -> fair();
    };
  }

  private String fair() {
    Resources minShare = first.rules.own().minShare();
    if (needy(first) && !needy(other)) {
      return "it uses %s, less than its min share of %s"
          .formatted(first.usage().inWords(), minShare.inWords());
    }
    return amounts(weight(first), weight(other));
  }

  private String capacity() {
    if (first.isSmall() && !other.isSmall()) {
      Resources small = new Resources(first.rules.smallQueueMb(), 0, 0);
      return "it uses %s, less than the %s of a small queue"
          .formatted(first.usage().where(small).inWords(), small.inWords());
    }
    return amounts(guaranteed(first), guaranteed(other));
  }

  private String amounts(String ofFirst, String ofOther) {
    return first.usage().equals(other.usage()) && ofFirst.equals(ofOther)
        ? "both use %s%s, and it is its turn".formatted(first.usage().inWords(), ofFirst)
        : "it uses %s%s, %s uses %s%s"
            .formatted(
                first.usage().inWords(), ofFirst, other.path(), other.usage().inWords(), ofOther);
  }

  /** Said only where weights differ, or it is but one word more. */
  private String weight(QueueNode queue) {
    return first.weight().compareTo(other.weight()) == 0
        ? ""
        : " with weight " + queue.rules.own().weight().stripTrailingZeros().toPlainString();
  }

  private static String guaranteed(QueueNode queue) {
    return " with "
        + queue.rules.own().capacity().stripTrailingZeros().toPlainString()
        + " % guaranteed";
  }

  private static boolean needy(QueueNode queue) {
    return queue.exactlyUsed().compareTo(queue.neededShare()) < 0;
  }
}
