package org.millrace.scheduling.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MeasureProperties {
  @Test
  void theDominantShareIsTheLargestOfTheShares() {
    Measure measure = Measure.of(Comparison.DOMINANT, new Resources(100, 1000, 0));
    // 30 of 100 MB is more of the cluster than 200 of 1,000 milli vcores.
    assertThat(measure.of(new Resources(30, 200, 0)))
        .isEqualTo(measure.of(new Resources(0, 300, 0)));
    assertThat(measure.of(new Resources(100, 0, 0))).isEqualTo(measure.whole());
  }

  @Test
  void aResourceOfWhichThereIsNoneDoesNotDecide() {
    Measure measure = Measure.of(Comparison.DOMINANT, new Resources(100, 0, 0));
    assertThat(measure.of(new Resources(1, 999, 999))).isEqualTo(Exact.ONE);
  }

  @Test
  void aShareThatNeedsMoreThanALongIsExactAllTheSame() {
    // Totals without a common divisor: the whole is their product, of 100 bits and more.
    Resources cluster = new Resources((1L << 40) - 1, (1L << 40) + 1, 1L << 41);
    Measure measure = Measure.of(Comparison.DOMINANT, cluster);
    for (Resources all :
        List.of(
            new Resources(cluster.memoryMb(), 1, 1),
            new Resources(1, cluster.vcoresMilli(), 1),
            new Resources(1, 1, cluster.networkBytesPerSecond()))) {
      assertThat(measure.of(all)).isEqualTo(measure.whole());
      assertThat(measure.of(all).small()).isEqualTo(Exact.LARGE);
      assertThat(measure.small(tally(all))).isEqualTo(Exact.LARGE);
    }
  }

  @Property
  void whatIsCountedInPlaceHasTheSameShare(
      @ForAll Comparison comparison,
      @ForAll("clusters") Resources cluster,
      @ForAll("amounts") Resources amount) {
    Measure measure = Measure.of(comparison, cluster);
    long small = measure.small(tally(amount));
    if (small != Exact.LARGE) {
      assertThat(Exact.of(small)).isEqualTo(measure.of(amount));
    }
  }

  @Test
  void aShareThatFitsALongIsOne() {
    Measure measure = Measure.of(Comparison.DOMINANT, new Resources(100, 50, 20));
    // In hundredths.
    assertThat(measure.small(tally(new Resources(30, 1, 1)))).isEqualTo(30);
    assertThat(measure.small(tally(new Resources(1, 30, 1)))).isEqualTo(60);
    assertThat(measure.small(tally(new Resources(1, 1, 20)))).isEqualTo(100);
    assertThat(measure.of(new Resources(1, 1, 20)).small()).isEqualTo(100);
    assertThat(Measure.of(Comparison.MEMORY, new Resources(9, 5, 2)).of(new Resources(3, 9, 9)))
        .isEqualTo(Exact.of(3));
  }

  private static Tally tally(Resources amount) {
    Tally tally = new Tally();
    tally.add(amount);
    return tally;
  }

  @Property
  void theOrderIsTotalAndTransitive(
      @ForAll("clusters") Resources cluster,
      @ForAll("amounts") Resources a,
      @ForAll("amounts") Resources b,
      @ForAll("amounts") Resources c) {
    Measure measure = Measure.of(Comparison.DOMINANT, cluster);
    Exact x = measure.of(a);
    Exact y = measure.of(b);
    Exact z = measure.of(c);
    assertThat(Integer.signum(x.compareTo(y))).isEqualTo(-Integer.signum(y.compareTo(x)));
    if (x.compareTo(y) <= 0 && y.compareTo(z) <= 0) {
      assertThat(x.compareTo(z)).isLessThanOrEqualTo(0);
    }
  }

  @Property
  void theMeasureIsTheExactLargestShare(
      @ForAll("clusters") Resources cluster, @ForAll("amounts") Resources amount) {
    Measure measure = Measure.of(Comparison.DOMINANT, cluster);
    Exact share = measure.of(amount);
    long[][] parts = {
      {amount.memoryMb(), cluster.memoryMb()},
      {amount.vcoresMilli(), cluster.vcoresMilli()},
      {amount.networkBytesPerSecond(), cluster.networkBytesPerSecond()}
    };
    boolean reached = false;
    for (long[] part : parts) {
      int order = Exact.compareRatios(share, measure.whole(), Exact.of(part[0]), Exact.of(part[1]));
      assertThat(order).isGreaterThanOrEqualTo(0);
      reached |= order == 0;
    }
    assertThat(reached).isTrue();
  }

  @Property
  void ratiosCompareAsBigIntegersSay(
      @ForAll("longs") long a,
      @ForAll("longs") long b,
      @ForAll("longs") long c,
      @ForAll("longs") long d) {
    BigInteger left = BigInteger.valueOf(a).multiply(BigInteger.valueOf(d));
    BigInteger right = BigInteger.valueOf(c).multiply(BigInteger.valueOf(b));
    assertThat(
            Integer.signum(Exact.compareRatios(Exact.of(a), Exact.of(b), Exact.of(c), Exact.of(d))))
        .isEqualTo(left.compareTo(right));
  }

  @Provide
  Arbitrary<Long> longs() {
    return Arbitraries.longs().between(1, Long.MAX_VALUE);
  }

  @Provide
  Arbitrary<Resources> clusters() {
    return resources(1);
  }

  @Provide
  Arbitrary<Resources> amounts() {
    return resources(0);
  }

  private static Arbitrary<Resources> resources(long least) {
    return Combinators.combine(
            Arbitraries.longs().between(least, 1L << 34),
            Arbitraries.longs().between(least, 1L << 30),
            Arbitraries.longs().between(least, 1L << 44))
        .as(Resources::new);
  }
}
