package org.millrace.scheduling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairSharesProperties {
  private static final long NO_MAX = Long.MAX_VALUE;

  @Test
  void sharesFollowTheWeights() {
    assertThat(FairShares.of(1000, List.of(new Claim(1, 0, NO_MAX), new Claim(3, 0, NO_MAX))))
        .containsExactly(250, 750);
  }

  @Test
  void whatAMaxLeavesGoesToTheOthers() {
    assertThat(FairShares.of(1000, List.of(new Claim(1, 0, 100), new Claim(1, 0, NO_MAX))))
        .containsExactly(100, 900);
  }

  @Test
  void aMinIsTakenFromTheOthers() {
    assertThat(FairShares.of(1000, List.of(new Claim(1, 700, NO_MAX), new Claim(1, 0, NO_MAX))))
        .containsExactly(700, 300);
  }

  @Test
  void minimaBeyondTheTotalAreWhatThereIsToSay() {
    assertThat(FairShares.of(100, List.of(new Claim(1, 80, NO_MAX), new Claim(9, 70, NO_MAX))))
        .containsExactly(80, 70);
  }

  @Test
  void whatDoesNotDivideIsRoundedUpForAllAlike() {
    Claim one = new Claim(1, 0, NO_MAX);
    assertThat(FairShares.of(1000, List.of(one, one, one))).containsExactly(334, 334, 334);
    // At R = 333.29 the shares are 333, 333 and 1666; at 333.4 the last is the first to grow.
    assertThat(FairShares.of(2333, List.of(one, one, new Claim(5, 0, NO_MAX))))
        .containsExactly(333, 333, 1667);
  }

  @Test
  void whoIsAtItsMaxDoesNotGrowWhereTheSharesAreMadeWhole() {
    Claim one = new Claim(1, 0, NO_MAX);
    assertThat(FairShares.of(1100, List.of(one, new Claim(1, 0, 101), one)))
        .containsExactly(500, 101, 500);
  }

  @Test
  void aClaimNeedsAWeightAndAmounts() {
    for (long[] wrong : new long[][] {{0, 0, 0}, {1, -1, 0}, {1, 0, -1}}) {
      assertThatThrownBy(() -> new Claim(wrong[0], wrong[1], wrong[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a claim needs a weight above 0");
    }
    assertThat(new Claim(1, 5, 3).max()).isEqualTo(5);
    assertThat(FairShares.of(0, List.of(new Claim(1, 0, 0)))).containsExactly(0);
  }

  @Test
  void withoutClaimsThereAreNoShares() {
    assertThat(FairShares.of(100, List.of())).isEmpty();
  }

  @Property
  void sharesAddUpToTheTotalOrToTheMaxima(
      @ForAll @LongRange(min = 0, max = 1_000_000) long total,
      @ForAll @Size(min = 1, max = 12) List<@net.jqwik.api.From("claims") Claim> claims) {
    long[] shares = FairShares.of(total, claims);
    long sum = Arrays.stream(shares).sum();
    long minima = claims.stream().mapToLong(Claim::min).sum();
    long maxima = claims.stream().mapToLong(Claim::max).sum();
    long expected = Math.min(Math.max(total, minima), maxima);
    // Whole numbers add up to the total or to less than one more for each claim.
    assertThat(sum).isBetween(expected, Math.min(maxima, expected + claims.size() - 1));
    for (int i = 0; i < shares.length; i++) {
      assertThat(shares[i]).isBetween(claims.get(i).min(), claims.get(i).max());
    }
  }

  @Property
  void whoIsBetweenMinAndMaxHasTheSameByWeight(
      @ForAll @LongRange(min = 0, max = 1_000_000) long total,
      @ForAll @Size(min = 2, max = 12) List<@net.jqwik.api.From("claims") Claim> claims) {
    long[] shares = FairShares.of(total, claims);
    for (int i = 0; i < shares.length; i++) {
      for (int j = 0; j < shares.length; j++) {
        Claim left = claims.get(i);
        Claim right = claims.get(j);
        if (shares[i] > left.min() && shares[j] < right.max()) {
          // Left has reached its share at some R at which right has not yet reached one more.
          assertThat(shares[i] * right.weight()).isLessThan((shares[j] + 1) * left.weight());
        }
      }
    }
  }

  @Property
  void numbersThatHardlyFitAreSharedAsExactly(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long total,
      @ForAll @Size(min = 1, max = 12) List<@net.jqwik.api.From("anyClaims") Claim> claims) {
    assertThat(FairShares.of(total, claims)).containsExactly(SlowFairShares.of(total, claims));
  }

  @Property
  void smallNumbersAreSharedAsExactly(
      @ForAll @LongRange(min = 0, max = 300) long total,
      @ForAll @Size(min = 1, max = 12) List<@net.jqwik.api.From("fewClaims") Claim> claims) {
    assertThat(FairShares.of(total, claims)).containsExactly(SlowFairShares.of(total, claims));
  }

  @Provide
  Arbitrary<Claim> anyClaims() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 1L << 58),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(0))
        .as(Claim::new);
  }

  @Provide
  Arbitrary<Claim> fewClaims() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 4),
            Arbitraries.longs().between(0, 30),
            Arbitraries.longs().between(0, 60))
        .as(Claim::new);
  }

  @Provide
  Arbitrary<Claim> claims() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 50),
            Arbitraries.longs().between(0, 100_000),
            Arbitraries.longs().between(0, 400_000))
        .as(Claim::new);
  }
}
