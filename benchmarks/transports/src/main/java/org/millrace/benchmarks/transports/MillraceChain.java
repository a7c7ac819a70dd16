package org.millrace.benchmarks.transports;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.db.Database;

/** Millrace with plain routes. The first stage fills the chain; its commit starts the clock. */
final class MillraceChain implements Contender {
  /** Opens an empty database. */
  interface Opening {
    Database open(Servers servers) throws Exception;

    static Database postgresql(Servers servers) throws Exception {
      return Database.open(servers.postgresql());
    }

    static Database h2(Servers servers) throws Exception {
      return Database.embedded(servers.folder(), Servers.CONNECTIONS);
    }
  }

  private final Servers servers;
  private final Opening database;
  private final Way.Opening way;

  MillraceChain(Servers servers, Opening database, Way.Opening way) {
    this.servers = servers;
    this.database = database;
    this.way = way;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    AtomicBoolean begun = new AtomicBoolean();
    Finish finish = new Finish(chain, watch);
    List<byte[]> bodies = Collections.nCopies(chain.tasks(), Chain.body());
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed").setBody(constant(bodies)).split(body()).to("stage:a");
            from("stage:a?batch=" + chain.batch())
                .process(
                    exchange -> {
                      if (!begun.getAndSet(true)) {
                        watch.start();
                      }
                    })
                .to("stage:b");
            from("stage:b?batch=" + chain.batch()).to("stage:c");
            from("stage:c?batch=" + chain.batch()).process(exchange -> finish.one());
          }
        };
    try (Way tasks = way.open(servers);
        MillraceSystem system =
            new MillraceSystem(
                database.open(servers), servers.folder(), tasks, chain.workers(), routes)) {
      long job = system.open("feed");
      finish.await();
      while (!system.isDone(job)) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
