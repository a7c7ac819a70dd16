package org.millrace.engine.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * What settlements did to one job.
 *
 * @param rejected why its input is bad; null when it is not
 */
public record Delta(TreeMap<String, StageCounts> stages, String rejected) {

  static Delta none() {
    return new Delta(new TreeMap<>(), null);
  }

  void add(String stage, StageCounts counts) {
    stages.merge(stage, counts, StageCounts::plus);
  }

  Delta rejected(String reason) {
    return new Delta(stages, rejected == null ? reason : rejected);
  }

  Delta plus(Delta other) {
    TreeMap<String, StageCounts> sum = new TreeMap<>(stages);
    other.stages.forEach((stage, counts) -> sum.merge(stage, counts, StageCounts::plus));
    return new Delta(sum, rejected == null ? other.rejected : rejected);
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
