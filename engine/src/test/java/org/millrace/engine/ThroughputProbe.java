package org.millrace.engine;

import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.*;
import org.millrace.scheduling.resource.Resources;

class ThroughputProbe {
  static final int N = Integer.getInteger("n", 40000);

  @Test
  void run() throws Exception {
    for (int i = 0; i < 3; i++) {
      hand();
      millrace("pg", Databases.postgresql());
      millrace("h2", Databases.h2());
    }
  }

  void millrace(String what, Database db) throws Exception {
    AtomicLong first = new AtomicLong(), last = new AtomicLong(), done = new AtomicLong();
    byte[] body = new byte[1024];
    List<byte[]> bodies = Collections.nCopies(N, body);
    CountDownLatch all = new CountDownLatch(1);
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed").setBody(constant(bodies)).split(body()).to("stage:a");
            from("stage:a?batch=100&vcores=0.5")
                .process(e -> first.compareAndSet(0, System.nanoTime()))
                .to("stage:b");
            from("stage:b?batch=100&vcores=0.5").to("stage:c");
            from("stage:c?batch=100&vcores=0.5")
                .process(
                    e -> {
                      if (done.incrementAndGet() == N) {
                        last.set(System.nanoTime());
                        all.countDown();
                      }
                    });
          }
        };
    EngineSettings s =
        new EngineSettings(
            "n1",
            new Resources(4096, 2000, 1L << 40),
            4,
            Duration.ofSeconds(15),
            Set.of(Role.values()));
    try (EngineHarness h = new EngineHarness(db, s, routes)) {
      h.open("feed", "k", "");
      Thread t =
          new Thread(
              () -> {
                try {
                  while (all.getCount() > 0) {
                    h.cycle();
                    Thread.sleep(3);
                  }
                } catch (Exception e) {
                  e.printStackTrace();
                }
              });
      t.start();
      all.await();
      t.join();
      double sec = (last.get() - first.get()) / 1e9;
      System.out.printf("MILLRACE %s: %.0f stage-tasks/s%n", what, 3.0 * N / sec);
    }
  }

  void hand() throws Exception {
    try (Database db = Databases.postgresql()) {
      db.jdbc()
          .sql(
              "create table q (id bigint generated always as identity primary key, lane int not null, body bytea not null)")
          .update();
      db.jdbc().sql("create index q_lane on q (lane, id)").update();
      db.jdbc()
          .sql(
              "insert into q (lane, body) select 0, decode(repeat('00', 1024), 'hex') from generate_series(1, "
                  + N
                  + ")")
          .update();
      db.jdbc().sql("analyze q").update();
      long begun = System.nanoTime();
      AtomicLong ended = new AtomicLong();
      ExecutorService pool = Executors.newFixedThreadPool(4);
      for (int w = 0; w < 4; w++)
        pool.submit(
            () -> {
              try (var c = source(db).getConnection()) {
                c.setAutoCommit(false);
                var claim =
                    c.prepareStatement(
                        "delete from q where id = any(array(select id from q where lane = ? order by lane, id for update skip locked limit 100)) returning body");
                var insert =
                    c.prepareStatement("insert into q (lane, body) select ?, unnest(?::bytea[])");
                while (ended.get() < N) {
                  for (int lane = 2; lane >= 0; lane--) {
                    claim.setInt(1, lane);
                    List<byte[]> got = new ArrayList<>();
                    try (var rs = claim.executeQuery()) {
                      while (rs.next()) got.add(rs.getBytes(1));
                    }
                    if (got.isEmpty()) {
                      c.rollback();
                      continue;
                    }
                    if (lane < 2) {
                      insert.setInt(1, lane + 1);
                      insert.setArray(2, c.createArrayOf("bytea", got.toArray()));
                      insert.executeUpdate();
                    } else ended.addAndGet(got.size());
                    c.commit();
                    break;
                  }
                }
              } catch (Exception e) {
                e.printStackTrace();
              }
              return null;
            });
      pool.shutdown();
      pool.awaitTermination(5, TimeUnit.MINUTES);
      System.out.printf(
          "HAND pg: %.0f stage-tasks/s%n", 3.0 * N / ((System.nanoTime() - begun) / 1e9));
    }
  }

  static javax.sql.DataSource source(Database db) throws Exception {
    var f = Database.class.getDeclaredField("source");
    f.setAccessible(true);
    return (javax.sql.DataSource) f.get(db);
  }
}
