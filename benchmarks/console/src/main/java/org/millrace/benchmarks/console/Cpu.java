package org.millrace.benchmarks.console;

import java.util.Optional;
import org.millrace.benchmarks.running.RunningMillrace;

/**
 * CPU time of a Millrace and of the database server beside it, in steps of ten milliseconds.
 *
 * @param postmaster the server's first process, if there is one
 */
record Cpu(Optional<ProcessHandle> postmaster) {
  /** Seconds since both began. */
  double with(RunningMillrace millrace) throws Exception {
    double sum = millrace.process().cpuSeconds();
    for (ProcessHandle each : postmaster.stream().flatMap(ProcessHandle::descendants).toList()) {
      sum += each.info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(0.0);
    }
    return sum;
  }
}
