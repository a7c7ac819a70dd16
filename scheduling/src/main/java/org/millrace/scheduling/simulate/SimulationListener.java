package org.millrace.scheduling.simulate;

import java.util.Map;

/** Hears what happens while it is simulated. */
public interface SimulationListener {
  void granted(SimulatedGrant grant);

  /** Fair shares of memory in MB, by path, once a tick before its offers. */
  default void shares(int tick, Map<String, Long> fairSharesMb) {}

  /** An application that its queue did not take. */
  default void refused(int tick, long application, String reason) {}
}
