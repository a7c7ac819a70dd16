package org.millrace.benchmarks.transports;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.db.Database;

/**
 * Millrace with plain routes. The first stage fills the chain; its commit starts the clock. A small
 * job goes before, as in a system that has been running.
 */
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

  private static final int BEFORE = 2000;

  private final Servers servers;
  private final Opening database;
  private final Way.Opening way;
  private final boolean recorded;

  MillraceChain(Servers servers, Opening database, Way.Opening way) {
    this(servers, database, way, true);
  }

  /**
   * @param recorded whether statistics are kept
   */
  MillraceChain(Servers servers, Opening database, Way.Opening way, boolean recorded) {
    this.servers = servers;
    this.database = database;
    this.way = way;
    this.recorded = recorded;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    AtomicBoolean begun = new AtomicBoolean();
    AtomicReference<Finish> finish = new AtomicReference<>();
    AtomicReference<List<byte[]>> bodies =
        new AtomicReference<>(Collections.nCopies(BEFORE, Chain.body()));
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed")
                .process(exchange -> exchange.getMessage().setBody(bodies.get()))
                .split(body())
                .to("stage:a");
            from("stage:a?batch=" + chain.batch())
                .process(
                    exchange -> {
                      if (finish.get() != null && !begun.getAndSet(true)) {
                        watch.start();
                      }
                    })
                .to("stage:b");
            from("stage:b?batch=" + chain.batch()).to("stage:c");
            from("stage:c?batch=" + chain.batch())
                .process(
                    exchange -> {
                      if (finish.get() != null) {
                        finish.get().one();
                      }
                    });
          }
        };
    try (Way tasks = way.open(servers);
        MillraceSystem system =
            new MillraceSystem(
                database.open(servers),
                servers.folder(),
                tasks,
                chain.workers(),
                recorded,
                routes)) {
      done(system, system.open("feed"));
      bodies.set(Collections.nCopies(chain.tasks(), Chain.body()));
      finish.set(new Finish(chain, watch));
      long job = system.open("feed");
      finish.get().await();
      done(system, job);
    }
  }

  private static void done(MillraceSystem system, long job) {
    while (!system.isDone(job)) {
      LockSupport.parkNanos(10_000_000);
    }
  }
}
