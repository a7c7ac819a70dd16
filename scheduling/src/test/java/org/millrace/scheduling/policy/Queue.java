package org.millrace.scheduling.policy;

import java.math.BigInteger;
import org.millrace.scheduling.resource.Exact;

/** A queue as policies see it: with demand, of weight 1, nothing used, needed or guaranteed. */
final class Queue implements Standing {
  private final int place;
  private boolean demand = true;
  private BigInteger usage = BigInteger.ZERO;
  private Exact needed = Exact.ZERO;
  private Exact weight = Exact.ONE;
  private long turn;
  private long guaranteed;
  private boolean small;
  private long oldest;

  /**
   * @param place by path, by declaration and by its application's age
   */
  Queue(int place) {
    this.place = place;
    this.oldest = place;
  }

  Queue using(long amount) {
    return using(BigInteger.valueOf(amount));
  }

  Queue using(BigInteger amount) {
    usage = amount;
    return this;
  }

  Queue needing(long amount) {
    needed = Exact.of(amount);
    return this;
  }

  Queue weighing(long amount) {
    weight = Exact.of(amount);
    return this;
  }

  Queue guaranteed(long amount) {
    guaranteed = amount;
    return this;
  }

  Queue served(long turns) {
    turn = turns;
    return this;
  }

  Queue small(boolean is) {
    small = is;
    return this;
  }

  Queue wanting(boolean something) {
    demand = something;
    return this;
  }

  Queue waitingSince(long application) {
    oldest = application;
    return this;
  }

  BigInteger usage() {
    return usage;
  }

  @Override
  public int byPath() {
    return place;
  }

  @Override
  public int declared() {
    return place;
  }

  @Override
  public boolean hasDemand() {
    return demand;
  }

  @Override
  public long used() {
    return exactlyUsed().small();
  }

  @Override
  public Exact exactlyUsed() {
    return Exact.of(usage);
  }

  @Override
  public Exact neededShare() {
    return needed;
  }

  @Override
  public Exact weight() {
    return weight;
  }

  @Override
  public long turn() {
    return turn;
  }

  @Override
  public Exact guaranteed() {
    return Exact.of(guaranteed);
  }

  @Override
  public Exact guaranteedOrMinimum() {
    return Exact.of(Math.max(1, guaranteed));
  }

  @Override
  public boolean isSmall() {
    return small;
  }

  @Override
  public long oldestApplication(int size) {
    return oldest;
  }
}
