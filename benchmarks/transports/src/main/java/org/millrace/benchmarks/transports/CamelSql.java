package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Plain Camel as its documentation shows it: a route a stage polls its table a hundred rows at a
 * time, inserts into the next one, and deletes each row with {@code onConsume}.
 */
final class CamelSql implements Contender {
  private final Servers servers;

  CamelSql(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    Finish finish = new Finish(chain, watch);
    try (HikariDataSource source = servers.postgresql();
        DefaultCamelContext camel = new DefaultCamelContext()) {
      fill(source, chain);
      SqlComponent sql = new SqlComponent();
      sql.setDataSource(source);
      camel.addComponent("sql", sql);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(poll(1, chain)).to("sql:insert into stage2 (body) values (:#body)");
              from(poll(2, chain)).to("sql:insert into stage3 (body) values (:#body)");
              from(poll(3, chain)).process(exchange -> finish.one());
            }
          });
      watch.start();
      camel.start();
      finish.await();
    }
  }

  private static String poll(int stage, Chain chain) {
    return "sql:select id, body from stage%1$d order by id limit %2$d?onConsume=delete from stage%1$d where id = :#id"
            .formatted(stage, chain.batch())
        + "&initialDelay=0&delay=10&greedy=true";
  }

  private static void fill(HikariDataSource source, Chain chain) throws Exception {
    for (int stage = 1; stage <= Chain.STAGES; stage++) {
      Scripts.run(
          source,
          "create table stage%d (id bigint generated always as identity primary key, body bytea not null)"
              .formatted(stage));
    }
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into stage1 (body) values (?)")) {
      byte[] body = Chain.body();
      for (int i = 0; i < chain.tasks(); i++) {
        insert.setBytes(1, body);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
