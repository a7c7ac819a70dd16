package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.millrace.manager.simulate.WorkloadReader;
import org.millrace.scheduling.simulate.SimulatedGrant;
import org.millrace.scheduling.simulate.Simulation;
import org.millrace.scheduling.simulate.SimulationListener;

/** A workload as {@code ./millrace simulate} runs it, reader included. */
final class MillraceSimulation implements SimulationListener {
  private final List<Outcome.Grant> grants = new ArrayList<>();
  private final List<Map<String, Long>> shares = new ArrayList<>();

  private MillraceSimulation() {}

  static Outcome run(JsonNode workload) {
    MillraceSimulation simulation = new MillraceSimulation();
    new Simulation(WorkloadReader.read(workload.toString(), null), simulation).run();
    return new Outcome(simulation.grants, simulation.shares);
  }

  @Override
  public void granted(SimulatedGrant grant) {
    grants.add(new Outcome.Grant(grant.tick(), grant.application(), grant.queue(), grant.node()));
  }

  @Override
  public void shares(int tick, Map<String, Long> fairSharesMb) {
    shares.add(fairSharesMb);
  }
}
