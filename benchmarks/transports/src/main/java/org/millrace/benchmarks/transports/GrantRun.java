package org.millrace.benchmarks.transports;

import java.util.Collections;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/**
 * From a lane's becoming non-empty until its container runs, with slots free. A paced stage sends a
 * task to a lane that nothing has been in for so long that no container is left there, each in a
 * settlement of its own; the time runs from its route's last step to the next stage's first, so it
 * includes the commit, the decision, the lease and the claim.
 */
final class GrantRun {
  /** A container stays at a dry lane for 10 ms; this is longer on any machine. */
  private static final int PER_SECOND = 12;

  private final Servers servers;
  private final int tasks;

  GrantRun(Servers servers, int tasks) {
    this.servers = servers;
    this.tasks = tasks;
  }

  Latencies millrace(MillraceChain.Opening database, Way.Opening way) throws Exception {
    Latencies latencies = new Latencies(tasks);
    Pacer pacer = new Pacer(PER_SECOND);
    List<byte[]> bodies = Collections.nCopies(tasks, Chain.body());
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed").setBody(constant(bodies)).split(body()).to("stage:send");
            from("stage:send?batch=1&maxContainers=1")
                .process(
                    exchange -> {
                      pacer.await();
                      exchange.getMessage().setBody(LatencyRun.stamped());
                    })
                .to("stage:receive");
            from("stage:receive")
                .process(
                    exchange ->
                        latencies.arrived(
                            LatencyRun.time(exchange.getMessage().getBody(byte[].class))));
          }
        };
    try (Way of = way.open(servers);
        MillraceSystem system =
            new MillraceSystem(database.open(servers), servers.folder(), of, 4, true, routes)) {
      system.open("feed");
      latencies.await();
    }
    return latencies;
  }
}
