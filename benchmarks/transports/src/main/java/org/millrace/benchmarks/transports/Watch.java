package org.millrace.benchmarks.transports;

import java.io.IOException;

/** Times a chain, from {@link #start} to {@link #stop}; each takes effect once. Thread-safe. */
final class Watch {
  private final long server;
  private long begun;
  private long begunOwn;
  private long begunAll;
  private long ended;
  private long endedOwn;
  private long endedAll;

  Watch(Servers servers) throws IOException {
    this.server = servers.postmaster();
  }

  synchronized void start() throws IOException {
    if (begun == 0) {
      begunOwn = CpuTime.nanos(0);
      begunAll = CpuTime.nanos(server);
      begun = System.nanoTime();
    }
  }

  synchronized void stop() throws IOException {
    if (ended == 0) {
      ended = System.nanoTime();
      endedOwn = CpuTime.nanos(0);
      endedAll = CpuTime.nanos(server);
    }
  }

  synchronized Rate rate(Chain chain) {
    double stageTasks = (double) Chain.STAGES * chain.tasks();
    double own = endedOwn - begunOwn;
    double all = endedAll - begunAll;
    return new Rate(
        stageTasks * 1e9 / (ended - begun),
        own / stageTasks / 1e3,
        Math.max(0, all - own) / stageTasks / 1e3);
  }
}
