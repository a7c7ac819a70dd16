package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueuePath;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** The queues of one version of the settings. */
final class QueueTree {
  private final TreeContext context;
  private final Map<String, QueueNode> byPath = new LinkedHashMap<>();
  private final ParentQueue root;
  private boolean sizeIsOld;

  QueueTree(SchedulerSettings settings, Sizes sizes) {
    context = new TreeContext(settings, sizes);
    root = new ParentQueue(QueuePath.ROOT, null, Rules.ofRoot(settings), context, false);
    byPath.put(root.path(), root);
    Set<String> parents = new HashSet<>();
    settings.queues().keySet().forEach(path -> QueuePath.parent(path).ifPresent(parents::add));
    settings.queues().forEach((path, queue) -> build(path, settings, parents));
    resize(Resources.NONE);
  }

  /** Declared in any order: a parent is built before its child. */
  private void build(String path, SchedulerSettings settings, Set<String> parents) {
    if (byPath.containsKey(path)) {
      return;
    }
    String parent = QueuePath.parent(path).orElseThrow();
    build(parent, settings, parents);
    QueueSettings own = settings.queues().get(path);
    boolean leaf = !parents.contains(path) && own.template() == null;
    add(path, (ParentQueue) byPath.get(parent), own, leaf, false);
  }

  private QueueNode add(
      String path, ParentQueue parent, QueueSettings own, boolean leaf, boolean onDemand) {
    Rules rules = parent.rules.below(own);
    QueueNode queue =
        leaf
            ? new LeafQueue(path, parent, rules, context, onDemand)
            : new ParentQueue(path, parent, rules, context, onDemand);
    parent.add(queue);
    byPath.put(path, queue);
    return queue;
  }

  /**
   * A leaf that is there, or is created from its parent's template; so are parents that are not
   * there, where the template has a template for what is below them.
   */
  Optional<LeafQueue> leaf(String path) {
    if (byPath.get(path) instanceof LeafQueue leaf) {
      return Optional.of(leaf);
    }
    if (!mayBeLeaf(path)) {
      return Optional.empty();
    }
    LeafQueue created = (LeafQueue) create(path, true);
    resize(context.cluster());
    return Optional.of(created);
  }

  /**
   * Whether there is such a leaf or may be; creates nothing, so a refusal leaves nothing behind.
   */
  boolean mayBeLeaf(String path) {
    QueueNode known = byPath.get(path);
    if (known instanceof LeafQueue) {
      return true;
    }
    return (known == null || known.isSpare())
        && QueuePath.isValid(path)
        && QueuePath.parent(path).map(this::templateBelow).isPresent();
  }

  /** The settings of a queue, or those that it would be created with, and of all above it. */
  List<QueueSettings> lineage(String path) {
    QueueNode known = byPath.get(path);
    Optional<String> above = QueuePath.parent(path);
    List<QueueSettings> lineage =
        above.map(this::lineage).orElseGet(() -> new ArrayList<>(List.of(root.rules.own())));
    QueueSettings own =
        known != null ? known.rules.own() : above.map(this::templateBelow).orElse(null);
    if (own != null && known != root) {
      lineage.add(own);
    }
    return lineage;
  }

  /** The queue of this path, or the nearest above where it would be. */
  QueueNode nearest(String path) {
    QueueNode queue = byPath.get(path);
    return queue != null ? queue : QueuePath.parent(path).map(this::nearest).orElse(root);
  }

  /**
   * Pauses a queue or lets it go on. One that may be created on demand is there from then on, for
   * as long as it is paused.
   *
   * @return false when there is no such queue
   */
  boolean pause(String path, boolean paused) {
    if (paused && byPath.get(path) == null) {
      leaf(path);
    }
    QueueNode queue = byPath.get(path);
    if (queue != null) {
      queue.pause(paused);
    }
    return queue != null;
  }

  /** What a queue of this path has, or would have, as its template; null when it has none. */
  private QueueSettings templateBelow(String path) {
    QueueNode known = byPath.get(path);
    if (known != null) {
      boolean parent = known instanceof ParentQueue || known.isSpare();
      return parent ? known.rules.own().template() : null;
    }
    QueueSettings own = QueuePath.parent(path).map(this::templateBelow).orElse(null);
    return own == null ? null : own.template();
  }

  /** To be called before the size of the cluster is followed: that is when places are taken. */
  void decideAsYarn() {
    byPath.values().forEach(QueueNode::roundWeight);
    sizeIsOld = true;
    // See HoldingBack.
    if (byPath.values().stream().allMatch(queue -> queue.rules.policy() == Policy.CAPACITY)) {
      context.holdBack();
    }
  }

  private QueueNode create(String path, boolean leaf) {
    String above = QueuePath.parent(path).orElseThrow();
    QueueNode parent = byPath.get(above);
    if (!(parent instanceof ParentQueue)) {
      parent = create(above, false);
    }
    boolean paused = removeSpare(path);
    QueueNode created = add(path, (ParentQueue) parent, parent.rules.own().template(), leaf, true);
    if (paused) {
      created.pause(true);
    }
    return created;
  }

  /** Makes place for a queue of the other kind, a leaf or a parent; true when it was paused. */
  private boolean removeSpare(String path) {
    QueueNode spare = byPath.remove(path);
    if (spare == null) {
      return false;
    }
    byPath.keySet().removeIf(other -> other.startsWith(path + "."));
    spare.parent.remove(spare);
    return spare.isPaused();
  }

  /** Removes the queues that were created on demand and hold nothing; paused ones are kept. */
  List<String> removeIdle() {
    List<QueueNode> spare = byPath.values().stream().filter(QueueNode::isSpare).toList();
    List<QueueNode> paused = spare.stream().filter(QueueNode::isPaused).toList();
    List<QueueNode> idle =
        spare.stream().filter(queue -> paused.stream().noneMatch(queue::isAbove)).toList();
    for (QueueNode queue : idle) {
      byPath.remove(queue.path());
      queue.parent.remove(queue);
    }
    if (!idle.isEmpty()) {
      resize(context.cluster());
    }
    return idle.stream().map(QueueNode::path).toList();
  }

  void resizeLater() {
    sizeIsOld = true;
  }

  /** Brings everything up to the size of the cluster; costs nothing when that did not change. */
  void follow(Resources cluster) {
    if (sizeIsOld) {
      resize(cluster);
    }
  }

  private void resize(Resources cluster) {
    sizeIsOld = false;
    context.refreshDemand();
    context.resize(cluster);
    new Resizing(context).of(root);
    leaves().forEach(LeafQueue::admit);
    context.refreshDemand();
  }

  List<LeafQueue> leaves() {
    List<LeafQueue> leaves = new ArrayList<>();
    for (QueueNode queue : byPath.values()) {
      if (queue instanceof LeafQueue leaf) {
        leaves.add(leaf);
      }
    }
    return leaves;
  }

  Iterable<QueueNode> all() {
    return byPath.values();
  }

  ParentQueue root() {
    return root;
  }

  TreeContext context() {
    return context;
  }

  /** The ask to serve next among those of these sizes; null when there is none. Uses up the set. */
  PendingAsk first(SizeSet sizes) {
    if (context.holdsBack()) {
      return new HoldingBack(context).first(root, sizes);
    }
    // The root stands in no contest, so its own limit is looked at here.
    sizes.keepIf(size -> root.isOpen(context.sizes().at(size)));
    QueueNode queue = root;
    while (queue instanceof ParentQueue parent) {
      queue = parent.first(sizes);
      if (queue == null) {
        return null;
      }
      sizes.keepOpenTo(queue, parent);
    }
    return ((LeafQueue) queue).first(sizes);
  }
}
