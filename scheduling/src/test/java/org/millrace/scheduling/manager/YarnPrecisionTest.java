package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millrace.scheduling.manager.Cluster.queue;
import static org.millrace.scheduling.manager.Cluster.queues;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;

/** Cases that YARN 3.5.0 decided as said here, and a cluster that runs decides otherwise. */
class YarnPrecisionTest {
  /** 5 ÷ 3 is 8 ÷ 4.8, but in 32 bits 4.8 is a little more. */
  private static final Map<String, QueueSettings> WEIGHTS =
      queues("root.C", queue().weight(3), "root.a", queue().weight(4.8));

  /** Both are guaranteed less than a megabyte of five units. */
  private static final Map<String, QueueSettings> CRUMBS =
      queues("root.a", queue().capacity(0.01), "root.b", queue().capacity(0.015));

  private static final Map<String, QueueSettings> NOTHING =
      queues("root.a", queue(), "root.b", queue().capacity(100), "root.c", queue());

  @Test
  void weightsHave32BitsInYarn() {
    assertThat(next(fiveAndEight(asYarn(Policy.FAIR, WEIGHTS)))).isEqualTo(4);
    assertThat(next(fiveAndEight(new Cluster(Policy.FAIR, WEIGHTS)))).isEqualTo(3);
  }

  /** 6536 ÷ 1.9 is 1720 ÷ 0.5, where both would grow by the last megabyte. */
  @Test
  void sharesAreThoseOfWeightsOf32Bits() {
    Map<String, QueueSettings> queues =
        queues(
            "root.C", queue().weight(0.5),
            "root.a", queue().weight(1.9),
            "root.b", queue().weight(0.437713));
    assertThat(ofNearlyTenGigabytes(asYarn(Policy.FAIR, queues)))
        .isEqualTo(Map.of("root.C", 1720L, "root.a", 6535L, "root.b", 1505L));
    assertThat(ofNearlyTenGigabytes(new Cluster(Policy.FAIR, queues)))
        .isEqualTo(Map.of("root.C", 1720L, "root.a", 6536L, "root.b", 1505L));
  }

  @Test
  void weightsWithMoreBitsThanAClaimHasShareAlike() {
    Cluster cluster =
        asYarn(Policy.FAIR, queues("root.C", queue().weight(1e9), "root.a", queue().weight(1e9)));
    cluster.node("n", 4).app(1, "root.C", 9).app(2, "root.a", 9);
    assertThat(cluster.manager.fairSharesMb()).isEqualTo(Map.of("root.C", 2048L, "root.a", 2048L));
  }

  private static Map<String, Long> ofNearlyTenGigabytes(Cluster cluster) {
    cluster.manager.addNode("n", "r", Resources.of(9760, 9));
    cluster.app(1, "root.C", 9).app(2, "root.a", 9).app(3, "root.b", 9);
    return cluster.manager.fairSharesMb();
  }

  @Test
  void amongQueuesThatAreAlikeTheLargerPercentageGoesFirstHoweverSmall() {
    assertThat(next(one(asYarn(Policy.CAPACITY, CRUMBS)))).isEqualTo(2);
    assertThat(next(one(new Cluster(Policy.CAPACITY, CRUMBS)))).isEqualTo(1);
  }

  @Test
  void whoIsGuaranteedNothingComesLastAndByUsage() {
    Cluster cluster = asYarn(Policy.CAPACITY, NOTHING).node("n", 6);
    cluster.app(1, "root.a", 2).app(2, "root.b", 3).app(3, "root.c", 2);
    assertThat(cluster.allocate(6)).containsExactly(2L, 2L, 2L, 1L, 3L, 1L);
  }

  @Test
  void whoIsGuaranteedNothingHasATurnInAClusterThatRuns() {
    Cluster cluster = new Cluster(Policy.CAPACITY, NOTHING).node("n", 6);
    cluster.app(1, "root.a", 2).app(2, "root.b", 3).app(3, "root.c", 2);
    assertThat(cluster.allocate(3)).containsExactly(2L, 1L, 3L);
  }

  private static Cluster asYarn(Policy policy, Map<String, QueueSettings> queues) {
    Cluster cluster = new Cluster(policy, queues);
    cluster.manager.decideAsYarn();
    return cluster;
  }

  private static Cluster fiveAndEight(Cluster cluster) {
    cluster.node("n", 14).app(1, "root.C", 5).app(2, "root.a", 8).allocate(13);
    return cluster.app(3, "root.C", 1).app(4, "root.a", 1);
  }

  private static Cluster one(Cluster cluster) {
    return cluster.node("n", 5).app(1, "root.a", 1).app(2, "root.b", 1);
  }

  private static long next(Cluster cluster) {
    return cluster.allocate(1).get(0);
  }
}
