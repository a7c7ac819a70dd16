package org.millrace.engine.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.node.CapacityManager.Want;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.stage.Stages;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;

/** What jobs have to do, turned into containers that they ask for. Used by one thread. */
final class Wants {
  private static final int LAST_PRIORITY = 10_000;

  private final Stages stages;
  private final PipelineCatalog pipelines;
  private final ToIntFunction<Lane> inHand;
  private final LaneRests rests;

  /**
   * @param counts containers wanted beyond those that run
   * @param lanes which lane each is for
   * @param unclaimed tasks that nobody has in hand, lane by lane
   */
  record Asked(Map<Want, Long> counts, Map<Want, Lane> lanes, Map<Lane, LaneWork> unclaimed) {}

  /**
   * What a lane had at the last look.
   *
   * @param left tasks in nobody's hand, less what was claimed since
   */
  record LaneWork(LaneCount count, AtomicLong left) {}

  /**
   * @param inHand how many tasks of a lane are known to be in hand
   */
  Wants(Stages stages, PipelineCatalog pipelines, ToIntFunction<Lane> inHand, LaneRests rests) {
    this.stages = stages;
    this.pipelines = pipelines;
    this.inHand = inHand;
    this.rests = rests;
  }

  /**
   * @param ended containers that have ended since the last time; one that left its lane as it was,
   *     with nothing done there by anybody, found nothing
   * @param running containers by what they were granted for
   * @param draining containers by lane
   */
  Asked of(
      List<Demand.Pending> demand,
      List<Grants.Grant> ended,
      Map<Want, Long> running,
      Map<Lane, Integer> draining) {
    Map<Lane, LaneWork> lanes = work(demand);
    for (Grants.Grant each : ended) {
      LaneWork now = lanes.get(each.lease().lane());
      if (now != null && now.count().equals(each.count())) {
        rests.rest(each.lease().lane(), each.count());
      }
    }
    Map<String, Integer> depths = depths();
    Map<Lane, Integer> room = new HashMap<>();
    Asked asked = new Asked(new HashMap<>(), new HashMap<>(), lanes);
    for (Demand.Pending each : demand) {
      Optional<Stage> stage = stages.find(each.lane().stage());
      if (stage.isEmpty() || rests.resting(each.lane(), lanes.get(each.lane()).count())) {
        continue;
      }
      StageOptions options = stages.options(stage.get());
      // Later stages first: what is nearly done is finished before more is begun.
      int priority = LAST_PRIORITY - depths.getOrDefault(each.lane().stage(), 0);
      Want want = new Want(each.jobId(), priority, size(options));
      int left =
          room.computeIfAbsent(
              each.lane(), lane -> options.maxContainers() - draining.getOrDefault(lane, 0));
      long more = Math.min(each.pending() - running.getOrDefault(want, 0L), left);
      asked.lanes().put(want, each.lane());
      if (more > 0) {
        asked.counts().put(want, more);
        room.merge(each.lane(), (int) -more, Integer::sum);
      }
    }
    return asked;
  }

  private Map<Lane, LaneWork> work(List<Demand.Pending> demand) {
    Map<Lane, LaneCount> counts = new HashMap<>();
    for (Demand.Pending each : demand) {
      LaneCount count = new LaneCount(each.pending(), each.ended());
      counts.merge(each.lane(), count, LaneCount::plus);
    }
    Map<Lane, LaneWork> work = new HashMap<>();
    counts.forEach(
        (lane, count) ->
            work.put(
                lane,
                new LaneWork(count, new AtomicLong(count.pending() - inHand.applyAsInt(lane)))));
    return work;
  }

  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new HashMap<>();
    for (Pipeline pipeline : pipelines.all()) {
      for (int depth = 0; depth < pipeline.stages().size(); depth++) {
        depths.merge(pipeline.stages().get(depth), depth, Math::max);
      }
    }
    return depths;
  }

  private static Resources size(StageOptions options) {
    long memoryMb = Math.max(1, (options.memory() + (1 << 20) - 1) >> 20);
    return new Resources(memoryMb, options.milliCores(), options.network());
  }
}
