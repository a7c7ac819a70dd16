package org.millrace.benchmarks.transports;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** From insert to handler at a steady pace, each task inserted in a transaction of its own. */
final class LatencyRun {
  static final int PER_SECOND = 500;

  private final Servers servers;
  private final int tasks;

  LatencyRun(Servers servers, int tasks) {
    this.servers = servers;
    this.tasks = tasks;
  }

  /**
   * From one stage to the next. The sending stage is paced and settles each task alone: the time
   * runs from its route's last step, so it includes the commit.
   */
  Latencies millrace(MillraceChain.Opening database, Way.Opening way) throws Exception {
    Latencies latencies = new Latencies(tasks);
    Pacer pacer = new Pacer(PER_SECOND);
    List<byte[]> bodies = Collections.nCopies(tasks, Chain.body());
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:feed").setBody(constant(bodies)).split(body()).to("stage:send");
            // Two, so that one may wait for its commit while the other sends.
            from("stage:send?batch=1&maxContainers=2")
                .process(
                    exchange -> {
                      pacer.await();
                      exchange.getMessage().setBody(stamped());
                    })
                .to("stage:receive");
            from("stage:receive")
                .process(
                    exchange ->
                        latencies.arrived(time(exchange.getMessage().getBody(byte[].class))));
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

  Latencies dbScheduler() throws Exception {
    Latencies latencies = new Latencies(tasks);
    OneTimeTask<byte[]> task =
        Tasks.oneTime("t", byte[].class)
            .execute((instance, context) -> latencies.arrived(time(instance.getData())));
    try (HikariDataSource source = servers.postgresql()) {
      Scheduler scheduler = DbSchedulerChain.scheduler(source, task);
      scheduler.start();
      Pacer pacer = new Pacer(PER_SECOND);
      for (int i = 0; i < tasks; i++) {
        pacer.await();
        scheduler.schedule(task.instance("task-" + i, stamped()), Instant.now());
      }
      latencies.await();
      scheduler.stop();
    }
    return latencies;
  }

  Latencies camelSql() throws Exception {
    Latencies latencies = new Latencies(tasks);
    try (HikariDataSource source = servers.postgresql();
        DefaultCamelContext camel = new DefaultCamelContext()) {
      Scripts.run(
          source,
          "create table t (id bigint generated always as identity primary key, body bytea not null)");
      SqlComponent sql = new SqlComponent();
      sql.setDataSource(source);
      camel.addComponent("sql", sql);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("sql:select id, body from t order by id limit 100?onConsume=delete from t where id = :#id"
                      + "&initialDelay=0&delay=10&greedy=true")
                  .process(
                      exchange ->
                          latencies.arrived(
                              time((byte[]) exchange.getMessage().getBody(Map.class).get("body"))));
            }
          });
      camel.start();
      Pacer pacer = new Pacer(PER_SECOND);
      try (Connection connection = source.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("insert into t (body) values (?)")) {
        for (int i = 0; i < tasks; i++) {
          pacer.await();
          insert.setBytes(1, stamped());
          insert.executeUpdate();
        }
      }
      latencies.await();
    }
    return latencies;
  }

  /** A body that says when it was made. */
  static byte[] stamped() {
    byte[] body = Chain.body();
    ByteBuffer.wrap(body).putLong(System.nanoTime());
    return body;
  }

  static long time(byte[] body) {
    return ByteBuffer.wrap(body).getLong();
  }
}
