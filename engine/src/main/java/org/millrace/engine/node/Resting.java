package org.millrace.engine.node;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.scheduling.manager.Explanation;
import org.millrace.scheduling.manager.Reason;
import org.millrace.scheduling.manager.Reason.Kind;

/**
 * Adds to the manager's reasons what it does not know: which workers stand by without work. To it
 * they are workers without capacity.
 */
final class Resting {
  private static final Set<Kind> OF_CAPACITY =
      EnumSet.of(Kind.AM_LIMIT, Kind.NO_NODE, Kind.NO_NODE_LARGE_ENOUGH, Kind.NO_ROOM);

  private Resting() {}

  static Explanation complete(Explanation explanation, Collection<NodeInfo> nodes) {
    String resting =
        nodes.stream()
            .filter(each -> !each.takesWork())
            .map(Resting::why)
            .collect(Collectors.joining(", "));
    return resting.isEmpty()
        ? explanation
        : new Explanation(
            explanation.application(),
            explanation.queue(),
            explanation.active(),
            explanation.containers(),
            explanation.waitingFor(),
            explanation.reasons().stream().map(each -> complete(each, resting)).toList());
  }

  private static Reason complete(Reason reason, String resting) {
    return OF_CAPACITY.contains(reason.kind())
        ? new Reason(
            reason.kind(),
            reason.subject(),
            reason.uses(),
            reason.limit(),
            reason.count(),
            reason.of(),
            reason.sentence()
                + (reason.kind() == Kind.NO_NODE ? ": " : "; without work now: ")
                + resting)
        : reason;
  }

  private static String why(NodeInfo node) {
    return node.drained()
        .map(drain -> node.name() + " (drained by " + drain.by() + ")")
        .orElseGet(() -> node.name() + (node.leaving() ? " (stops)" : " (short of disk)"));
  }
}
