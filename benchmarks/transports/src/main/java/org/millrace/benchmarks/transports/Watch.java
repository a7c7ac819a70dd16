package org.millrace.benchmarks.transports;

import java.io.IOException;

/** Times a chain, from {@link #start} to {@link #stop}; each takes effect once. Thread-safe. */
final class Watch {
  private final long server;
  private long begun;
  private long begunCpu;
  private long ended;
  private long endedCpu;

  Watch(Servers servers) throws IOException {
    this.server = servers.postmaster();
  }

  synchronized void start() throws IOException {
    if (begun == 0) {
      begunCpu = CpuTime.nanos(server);
      begun = System.nanoTime();
    }
  }

  synchronized void stop() throws IOException {
    if (ended == 0) {
      ended = System.nanoTime();
      endedCpu = CpuTime.nanos(server);
    }
  }

  synchronized Rate rate(Chain chain) {
    double stageTasks = (double) Chain.STAGES * chain.tasks();
    return new Rate(stageTasks * 1e9 / (ended - begun), (endedCpu - begunCpu) / stageTasks / 1e3);
  }
}
