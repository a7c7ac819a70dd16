package org.millrace.benchmarks.scheduler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;

/**
 * One contender under one load, in a process of its own: {@code CONTENDER NODES QUEUES RUNS
 * RUN_MILLIS}. Says on standard output, in JSON, what each run gave.
 */
final class Cell {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

  private Cell() {}

  public static void main(String[] args) {
    Child.end(() -> measure(args));
  }

  private static ObjectNode measure(String[] args) {
    Candidate candidate = Candidate.of(args[0]);
    Load load = new Load(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    int runs = Integer.parseInt(args[3]);
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[4]));
    ObjectNode report = new ObjectMapper().createObjectNode();
    try (Contender contender = candidate.on(load)) {
      long started = System.nanoTime();
      contender.fill();
      report.put("fillSeconds", (System.nanoTime() - started) / 1e9);
      Churn churn = new Churn(contender, load);
      // Until the compilers are done.
      churn.run(WARM_UP_NANOS);
      for (int i = 0; i < runs; i++) {
        Churn.Pace pace = churn.run(nanos);
        report
            .withArray("runs")
            .addObject()
            .put("grants", pace.grants())
            .put("perSecond", pace.perSecond())
            .put("perCpuSecond", pace.perCpuSecond());
      }
    }
    return report;
  }
}
