package org.millrace.scheduling.manager;

import java.math.BigDecimal;
import java.util.List;
import org.millrace.scheduling.policy.Standing;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.resource.Fraction;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.resource.Tally;

/**
 * A queue while the manager runs, with the keys by which its parent orders it. A key changes only
 * together with the queue's place in its parent's contests.
 */
abstract class QueueNode implements Standing {
  /** What one grant adds to the turn of a queue of weight 1; weights have six decimals. */
  private static final long STRIDE = 1_000_000_000_000L;

  final ParentQueue parent;
  final Rules rules;
  final TreeContext context;
  final boolean onDemand;

  private final String path;
  private Exact weight;
  private final Fraction capacity;
  private final Resources minShare;
  private final long smallBelowMb;
  private final long stride;
  private int declared;
  private int byPath;
  private boolean paused;
  private int applications;

  private Limits limits = Limits.NONE;
  private Resources max = limits.max();
  private final Tally usage = new Tally();
  // Usage and what is asked for, before it is capped by the maximum; always up to date.
  private final Tally wanted = new Tally();
  private final Tally demand = new Tally();

  // Keys.
  private long used;
  private Exact neededShare = Exact.ZERO;
  private boolean hasDemand;
  private boolean wantsMinShare;
  private boolean small;
  private boolean demandChanged;
  private long turn;
  // Of the child served last: who comes back after a pause starts there, without a claim to the
  // past.
  private long turnOfChildren;

  // What preemption has under way: containers told to end, and room promised for others.
  private Resources releasing = Resources.NONE;
  private Resources promised = Resources.NONE;

  QueueNode(String path, ParentQueue parent, Rules rules, TreeContext context, boolean onDemand) {
    this.path = path;
    this.parent = parent;
    this.rules = rules;
    this.context = context;
    this.onDemand = onDemand;
    long weightMillionths = rules.own().weight().movePointRight(6).longValueExact();
    this.weight = Exact.of(weightMillionths);
    this.stride = STRIDE / weightMillionths;
    Fraction own = Fraction.ofPercent(rules.own().capacity());
    this.capacity = parent == null ? Fraction.ONE : parent.capacity().times(own);
    this.smallBelowMb = rules.smallQueueMb();
    this.small = smallBelowMb > 0;
    this.minShare = rules.own().minShare();
  }

  /** Whether an application below may get a container of this size, limits of this queue aside. */
  abstract boolean hasAsker(int size);

  /** Whether this queue may get a container of this size now, as far as it decides that. */
  final boolean isOpen(SizeClass size) {
    return !paused && hasAsker(size.index) && usage.fitsWith(size.size, max);
  }

  /** Whether neither this queue nor any above it is paused or would pass its limit by so much. */
  final boolean mayUse(Resources more) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      if (queue.paused || !queue.usage.fitsWith(more, queue.max)) {
        return false;
      }
    }
    return true;
  }

  /** Adds to the usage of this queue and of all above it. */
  final void use(Resources amount) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.takeTurn();
      queue.usage.add(amount);
      queue.usageChanged();
    }
  }

  /** Stride scheduling (Waldspurger and Weihl, 1995), here only between queues that are alike. */
  private void takeTurn() {
    if (context.turns() && parent != null) {
      QueueNode above = parent;
      above.turnOfChildren = Math.max(above.turnOfChildren, turn);
      turn += stride;
    }
  }

  final void giveBack(Resources amount) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.usage.subtract(amount);
      queue.usageChanged();
    }
  }

  private void usageChanged() {
    used = context.measure().small(usage);
    small = usage.memoryMb() < smallBelowMb;
    reposition();
  }

  /** Takes its place anew in the contest for one size, and so do all above it. */
  final void reposition(SizeClass size) {
    for (QueueNode queue = this; queue.parent != null; queue = queue.parent) {
      queue.parent.contest(size.index).set(queue, queue.isOpen(size));
    }
  }

  // Which child is first decides how old a queue's work is, and whether there is any.
  private void repositionToRoot() {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.reposition();
    }
  }

  /** Takes its place anew in all contests of its parent. */
  final void reposition() {
    if (parent != null) {
      List<SizeClass> asked = context.sizes().asked();
      for (int i = 0; i < asked.size(); i++) {
        SizeClass size = asked.get(i);
        parent.contest(size.index).set(this, isOpen(size));
      }
    }
  }

  /**
   * Live, for a later {@link #refreshDemand}: as in YARN, decisions see demand of the last cycle.
   */
  final void addWanted(Resources amount) {
    wanted.add(amount);
    wantedChanged();
  }

  final void removeWanted(Resources amount) {
    wanted.subtract(amount);
    wantedChanged();
  }

  private void wantedChanged() {
    Resources now = cappedDemand();
    if (demand.equalsAmount(now)) {
      return;
    }
    if (!demandChanged) {
      demandChanged = true;
      context.demandChanged(this);
    }
    if (parent != null) {
      QueueNode above = parent;
      above.wanted.addDifference(demand(), now);
      demand.set(now);
      above.wantedChanged();
    } else {
      demand.set(now);
    }
  }

  private Resources cappedDemand() {
    return wanted.now().min(max);
  }

  /** Makes the keys follow the demand. */
  final void refreshDemand() {
    demandChanged = false;
    boolean any = !demand.equalsAmount(Resources.NONE);
    boolean all = minShare.fitsIn(demand());
    // Demand goes up and down above the min share as a rule, where it does not matter how much.
    if (any != hasDemand || !all || !wantsMinShare) {
      if (any && !hasDemand && parent != null) {
        turn = Math.max(turn, ((QueueNode) parent).turnOfChildren);
      }
      demandRefreshed();
      repositionToRoot();
    }
  }

  private void demandRefreshed() {
    hasDemand = !demand.equalsAmount(Resources.NONE);
    wantsMinShare = minShare.fitsIn(demand());
    neededShare = context.measure().of(minShare.min(demand()));
  }

  /**
   * As YARN has it: in 32 bits, of which 2⁻⁴³ is the last one of the smallest weight. Its place in
   * the contests is to be taken anew after it.
   */
  final void roundWeight() {
    BigDecimal rounded = new BigDecimal(rules.own().weight().floatValue());
    weight = Exact.of(rounded.multiply(new BigDecimal(1L << 43)).toBigIntegerExact());
  }

  /** Everything that hangs on the size of the cluster, except for its place in the contests. */
  final void resize(Limits now) {
    limits = now;
    max = now.max();
    used = context.measure().small(usage);
    demand.set(cappedDemand());
    demandRefreshed();
    demandChanged = false;
  }

  final void setWantedTo(Resources sumOfChildren) {
    wanted.set(sumOfChildren);
  }

  final void pause(boolean now) {
    paused = now;
    repositionToRoot();
  }

  final void countApplications(int change) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.applications += change;
    }
  }

  final void countReleasing(Resources amount, boolean begins) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.releasing = begins ? queue.releasing.plus(amount) : queue.releasing.minus(amount);
    }
  }

  final void countPromised(Resources amount, boolean begins) {
    for (QueueNode queue = this; queue != null; queue = queue.parent) {
      queue.promised = begins ? queue.promised.plus(amount) : queue.promised.minus(amount);
    }
  }

  final void setDeclared(int place) {
    declared = place;
  }

  final void setByPath(int place) {
    byPath = place;
  }

  final Fraction capacity() {
    return capacity;
  }

  final Limits limits() {
    return limits;
  }

  final Resources usage() {
    return usage.now();
  }

  final Resources demand() {
    return demand.now();
  }

  final Resources releasing() {
    return releasing;
  }

  final Resources promised() {
    return promised;
  }

  /** Whether anything runs or is asked for below, whatever the maximum says. */
  final boolean hasWork() {
    return !wanted.equalsAmount(Resources.NONE);
  }

  final boolean isPaused() {
    return paused;
  }

  /** Whether it is the other queue or one of its ancestors. */
  final boolean isAbove(QueueNode other) {
    for (QueueNode at = other; at != null; at = at.parent) {
      if (at == this) {
        return true;
      }
    }
    return false;
  }

  /** Created on demand, and nobody needs it now: it may go, or become a parent or a leaf. */
  final boolean isSpare() {
    return onDemand && applications == 0;
  }

  final int applications() {
    return applications;
  }

  final String path() {
    return path;
  }

  @Override
  public final int byPath() {
    return byPath;
  }

  @Override
  public final int declared() {
    return declared;
  }

  @Override
  public final long turn() {
    return turn;
  }

  @Override
  public final boolean hasDemand() {
    return hasDemand;
  }

  @Override
  public final long used() {
    return used;
  }

  @Override
  public final Exact exactlyUsed() {
    return context.measure().of(usage.now());
  }

  @Override
  public final Exact neededShare() {
    return neededShare;
  }

  @Override
  public final Exact weight() {
    return weight;
  }

  @Override
  public final Exact guaranteed() {
    return limits.guaranteedUnits();
  }

  @Override
  public final Exact guaranteedOrMinimum() {
    return limits.guaranteedOrMinimumUnits();
  }

  @Override
  public final boolean isSmall() {
    return small;
  }
}
