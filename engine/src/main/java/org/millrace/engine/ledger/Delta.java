package org.millrace.engine.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * What settlements did to one job.
 *
 * @param rejected why its input is bad; null when it is not
 * @param closed nothing comes to it from outside any more; everything that came is counted before
 */
public record Delta(TreeMap<String, StageCounts> stages, String rejected, boolean closed) {

  static Delta none() {
    return new Delta(new TreeMap<>(), null, false);
  }

  /** So many new tasks at a stage. */
  public static Delta created(String stage, long tasks) {
    Delta delta = none();
    delta.add(stage, StageCounts.created(tasks));
    return delta;
  }

  /** The end of a stream. */
  public static Delta intakeClosed() {
    return new Delta(new TreeMap<>(), null, true);
  }

  void add(String stage, StageCounts counts) {
    stages.merge(stage, counts, StageCounts::plus);
  }

  Delta rejected(String reason) {
    return new Delta(stages, rejected == null ? reason : rejected, closed);
  }

  Delta plus(Delta other) {
    TreeMap<String, StageCounts> sum = new TreeMap<>(stages);
    other.stages.forEach((stage, counts) -> sum.merge(stage, counts, StageCounts::plus));
    return new Delta(sum, rejected == null ? other.rejected : rejected, closed || other.closed);
  }

  long outstanding() {
    return stages.values().stream().mapToLong(StageCounts::pending).sum();
  }

  long dead() {
    return stages.values().stream().mapToLong(StageCounts::dead).sum();
  }

  public Map<String, StageCounts> byStage() {
    return stages;
  }
}
