package org.millrace.benchmarks.transports;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.db.Database;

/** Millrace with plain routes. The first stage fills the chain; its commit starts the clock. */
final class MillraceChain implements Contender {
  /** Opens an empty database. */
  interface Opening {
    Database open(Servers servers) throws Exception;
  }

  private static final long LONGEST_SECONDS = 300;

  private final Servers servers;
  private final Opening database;
  private final String transport;

  MillraceChain(Servers servers, Opening database, String transport) {
    this.servers = servers;
    this.database = database;
    this.transport = transport;
  }

  @Override
  public double run(Chain chain) throws Exception {
    AtomicLong first = new AtomicLong();
    AtomicLong last = new AtomicLong();
    AtomicLong count = new AtomicLong();
    CountDownLatch all = new CountDownLatch(1);
    List<byte[]> bodies = Collections.nCopies(chain.tasks(), Chain.body());
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed").setBody(constant(bodies)).split(body()).to("stage:a");
            from("stage:a?batch=" + chain.batch())
                .process(exchange -> first.compareAndSet(0, System.nanoTime()))
                .to("stage:b");
            from("stage:b?batch=" + chain.batch()).to("stage:c");
            from("stage:c?batch=" + chain.batch())
                .process(
                    exchange -> {
                      if (count.incrementAndGet() == chain.tasks()) {
                        last.set(System.nanoTime());
                        all.countDown();
                      }
                    });
          }
        };
    try (MillraceSystem system =
        new MillraceSystem(
            database.open(servers), servers.folder(), transport, chain.workers(), routes)) {
      long job = system.open("feed");
      if (!all.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Millrace: %d of %d tasks ended in %d s"
                .formatted(count.get(), chain.tasks(), LONGEST_SECONDS));
      }
      while (!system.isDone(job)) {
        LockSupport.parkNanos(10_000_000);
      }
      return chain.perSecond(last.get() - first.get());
    }
  }
}
