package org.millrace.scheduling.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Exact;
import org.millrace.scheduling.tree.Policy;

class QueueOrderProperties {
  private static final BigInteger HUGE = BigInteger.TWO.pow(70);

  @Property
  void everyPolicyIsATotalAndTransitiveOrder(
      @ForAll Policy policy,
      @ForAll("first") Queue a,
      @ForAll("second") Queue b,
      @ForAll("third") Queue c) {
    isOrdered(policy, a, b, c);
    assertThat(compare(policy, a, a)).isZero();
  }

  /** What a random triple would hardly meet: amounts that differ by the least there is. */
  @Test
  void everyTripleOfNearlyEqualQueuesIsOrdered() {
    List<Queue> first = nearlyEqual(1);
    List<Queue> second = nearlyEqual(2);
    List<Queue> third = nearlyEqual(3);
    for (Policy policy : Policy.values()) {
      for (Queue a : first) {
        for (Queue b : second) {
          third.forEach(c -> isOrdered(policy, a, b, c));
        }
      }
    }
  }

  private static List<Queue> nearlyEqual(int place) {
    List<Queue> queues = new ArrayList<>();
    for (int usage = 0; usage <= 2; usage++) {
      for (int needed = 0; needed <= 2; needed++) {
        for (int weight = 1; weight <= 2; weight++) {
          queues.add(
              new Queue(place).using(usage).needing(needed).weighing(weight).guaranteed(weight));
        }
      }
    }
    return queues;
  }

  /** Rule by rule, in decimals. */
  @Property
  void theFairOrderIsThePatentsWhateverTheSize(
      @ForAll("first") Queue a, @ForAll("second") Queue b) {
    Comparator<Queue> expected =
        Comparator.<Queue, Boolean>comparing(queue -> !queue.hasDemand())
            .thenComparing(queue -> !needy(queue))
            .thenComparing(
                (left, right) ->
                    needy(left)
                        ? ratio(left, left.neededShare())
                            .compareTo(ratio(right, right.neededShare()))
                        : 0)
            .thenComparing(queue -> ratio(queue, queue.weight()))
            .thenComparing(Queue::turn)
            .thenComparing(Queue::byPath);
    assertThat(compare(Policy.FAIR, a, b)).isEqualTo(Integer.signum(expected.compare(a, b)));
  }

  @Property
  void theCapacityOrderIsByWhatIsUsedOfTheGuarantee(
      @ForAll("first") Queue a, @ForAll("second") Queue b) {
    Comparator<Queue> expected =
        Comparator.<Queue, Boolean>comparing(queue -> !queue.isSmall())
            .thenComparing(queue -> ratio(queue, queue.guaranteedOrMinimum()))
            .thenComparing(queue -> queue.guaranteed().big(), Comparator.reverseOrder())
            .thenComparing(Queue::declared);
    assertThat(compare(Policy.CAPACITY, a, b)).isEqualTo(Integer.signum(expected.compare(a, b)));
  }

  /** Every rank that is known, whatever the queue becomes after it was written down. */
  @Property
  void ranksAreOrderedAsTheirQueuesAre(
      @ForAll Policy policy, @ForAll("first") Queue a, @ForAll("second") Queue b) {
    long[] ranks = new long[2 * Rank.FIELDS];
    Rank right = rank(policy, b);
    right.copyTo(ranks, Rank.FIELDS);
    Rank left = rank(policy, a);
    left.copyTo(ranks, 0);
    assertThat(Rank.isKnown(ranks, 0)).isEqualTo(left.isKnown());
    if (left.isKnown() && right.isKnown()) {
      int expected = compare(policy, a, b);
      assertThat(Integer.signum(Rank.compare(ranks, 0, ranks, Rank.FIELDS))).isEqualTo(expected);
      assertThat(Integer.signum(left.compareTo(ranks, Rank.FIELDS))).isEqualTo(expected);
      assertThat(left.compareTo(ranks, 0)).isZero();
    }
  }

  @Test
  void ranksOfAmountsThatNeedMoreThanALongAreNotKnown() {
    assertThat(rank(Policy.FAIR, a().using(HUGE)).isKnown()).isFalse();
    assertThat(rank(Policy.CAPACITY, a().using(HUGE)).isKnown()).isFalse();
    assertThat(rank(Policy.FIFO, a().using(HUGE)).isKnown()).isTrue();
    assertThat(rank(Policy.FAIR, a().using(Long.MAX_VALUE)).isKnown()).isTrue();
  }

  private static Rank rank(Policy policy, Queue queue) {
    Rank rank = new Rank();
    QueueOrder.of(policy).rank(queue, 0, rank);
    return rank;
  }

  @Test
  void fairPutsNeedBeforeWeightAndDemandBeforeNeed() {
    assertThat(compare(Policy.FAIR, a().using(5), b().needing(9).using(8))).isPositive();
    assertThat(compare(Policy.FAIR, a().needing(9).wanting(false), b().using(5))).isPositive();
    // At its need it is needy no more.
    assertThat(compare(Policy.FAIR, a().using(7), b().needing(8).using(8))).isNegative();
    assertThat(compare(Policy.FAIR, a().needing(10).using(5), b().needing(4).using(1)))
        .isPositive();
    // Half of its need each: by weight, then by path.
    assertThat(compare(Policy.FAIR, a().needing(2).using(1), b().needing(4).using(2).weighing(9)))
        .isPositive();
    assertThat(compare(Policy.FAIR, a().needing(2).using(1), b().needing(4).using(2).weighing(2)))
        .isNegative();
  }

  @Test
  void fairServesWhoWasServedLeastAmongThoseThatStandAlike() {
    assertThat(compare(Policy.FAIR, a().served(2), b().served(1))).isPositive();
    assertThat(compare(Policy.FAIR, a().served(1), b().served(1))).isNegative();
    assertThat(compare(Policy.FAIR, a().served(0).using(1), b().served(9))).isPositive();
  }

  @Test
  void capacityPutsTheSmallFirstAndTheLargerGuaranteeWhereUsageIsAlike() {
    assertThat(compare(Policy.CAPACITY, a(), b().small(true).using(9))).isPositive();
    assertThat(compare(Policy.CAPACITY, a().guaranteed(2).using(1), b().guaranteed(4).using(2)))
        .isPositive();
    assertThat(compare(Policy.CAPACITY, a().guaranteed(4).using(2), b().guaranteed(4).using(2)))
        .isNegative();
    assertThat(compare(Policy.CAPACITY, a().guaranteed(4).using(3), b().guaranteed(8).using(5)))
        .isPositive();
  }

  @Test
  void fifoAsksForTheOldestApplicationOnly() {
    assertThat(compare(Policy.FIFO, a().using(9), b())).isNegative();
    assertThat(compare(Policy.FIFO, b(), a().using(9))).isPositive();
  }

  @Test
  void amountsThatNeedMoreThanALongAreComparedAllTheSame() {
    assertThat(compare(Policy.FAIR, a().using(HUGE), b().using(HUGE).weighing(2))).isPositive();
    assertThat(compare(Policy.FAIR, a().using(HUGE), b().using(HUGE))).isNegative();
    assertThat(compare(Policy.FAIR, a().using(HUGE).weighing(1000), b().using(Long.MAX_VALUE)))
        .isNegative();
    assertThat(compare(Policy.FAIR, a().needing(9).using(HUGE), b().needing(1))).isPositive();
  }

  private static void isOrdered(Policy policy, Queue a, Queue b, Queue c) {
    int ab = compare(policy, a, b);
    int bc = compare(policy, b, c);
    int ca = compare(policy, c, a);
    assertThat(ab).isNotZero().isEqualTo(-compare(policy, b, a));
    assertThat(bc).isNotZero().isEqualTo(-compare(policy, c, b));
    assertThat(ca).isNotZero().isEqualTo(-compare(policy, a, c));
    // All three the same way round would be a circle.
    assertThat(Math.abs(ab + bc + ca)).isNotEqualTo(3);
  }

  private static int compare(Policy policy, Queue left, Queue right) {
    return Integer.signum(QueueOrder.of(policy).compare(left, 0, right, 0));
  }

  private static boolean needy(Queue queue) {
    return queue.usage().compareTo(queue.neededShare().big()) < 0;
  }

  private static BigDecimal ratio(Queue queue, Exact by) {
    return new BigDecimal(queue.usage()).divide(new BigDecimal(by.big()), new MathContext(80));
  }

  private static Queue a() {
    return new Queue(1);
  }

  private static Queue b() {
    return new Queue(2);
  }

  @Provide
  Arbitrary<Queue> first() {
    return queues(1);
  }

  @Provide
  Arbitrary<Queue> second() {
    return queues(2);
  }

  @Provide
  Arbitrary<Queue> third() {
    return queues(3);
  }

  private static Arbitrary<Queue> queues(int place) {
    Arbitrary<Long> few = Arbitraries.longs().between(1, 4);
    Arbitrary<BigInteger> usage =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 8).map(BigInteger::valueOf),
            Arbitraries.of(BigInteger.valueOf(Long.MAX_VALUE), HUGE, HUGE.shiftLeft(1)));
    return Combinators.combine(
            Arbitraries.of(true, true, true, false),
            usage,
            Arbitraries.longs().between(0, 12),
            few,
            few,
            Arbitraries.longs().between(0, 3),
            Arbitraries.of(true, false),
            few)
        .as(
            (demand, used, needed, weight, turns, guaranteed, small, oldest) ->
                new Queue(place)
                    .wanting(demand)
                    .using(used)
                    .needing(needed)
                    .weighing(weight)
                    .served(turns)
                    .guaranteed(guaranteed)
                    .small(small)
                    .waitingSince(oldest));
  }
}
