package org.millrace.manager.access;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.millrace.engine.db.Database;

class H2AccessStoreTest extends AccessStoreContract {
  @Override
  Database open() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return Database.open(new HikariDataSource(config));
  }
}
