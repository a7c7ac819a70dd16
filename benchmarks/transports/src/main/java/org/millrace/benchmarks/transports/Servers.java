package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.millrace.benchmarks.running.Folders;

/** The stores of a run, with settings that lose nothing. Each contender gets an empty one. */
final class Servers implements AutoCloseable {
  static final int CONNECTIONS = 16;
  private static final int BUFFER_NANOS = 150_000;

  private final Path scratch;
  private EmbeddedPostgres postgres;
  private EmbeddedActiveMQ broker;
  private SQSRestServer sqs;
  private final List<Path> folders = new ArrayList<>();
  private final List<String> databases = new ArrayList<>();
  private int count;

  Servers(Path scratch) {
    this.scratch = scratch;
  }

  /** A name that nothing else in this run has. */
  synchronized String name() {
    return "bench_" + ++count;
  }

  /**
   * Removes what was made since the last call: a run leaves a gigabyte. Only when nobody uses it,
   * and never the broker's.
   */
  synchronized void discard() throws Exception {
    for (Path each : folders) {
      Folders.delete(each);
    }
    folders.clear();
    if (!databases.isEmpty()) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        for (String each : databases) {
          statement.execute("drop database " + each + " with (force)");
        }
      }
      databases.clear();
    }
  }

  /** A folder that nothing else in this run has. */
  synchronized Path folder() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(name()));
    folders.add(folder);
    return folder;
  }

  /** An empty database whose commits are synced to the disk. */
  synchronized HikariDataSource postgresql() throws Exception {
    if (postgres == null) {
      // The embedded server's own defaults are those of tests and lose commits.
      postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setDataDirectory(scratch.resolve("postgresql"))
              .setCleanDataDirectory(true)
              .start();
    }
    String name = name();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        mustBeOn(statement, setting);
      }
      statement.execute("create database " + name);
      databases.add(name);
    }
    HikariConfig config = pool(postgres.getJdbcUrl("postgres", name));
    config.setUsername("postgres");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  /** An H2 file whose commits are handed to the operating system before they are acknowledged. */
  HikariDataSource h2() throws IOException {
    return new HikariDataSource(pool("jdbc:h2:file:" + folder().resolve("h2") + ";WRITE_DELAY=0"));
  }

  /** The address of a broker with a file journal in this process. */
  synchronized String artemis() throws Exception {
    if (broker == null) {
      Path folder = folder();
      ConfigurationImpl config = new ConfigurationImpl();
      config.setName("bench").setPersistenceEnabled(true).setSecurityEnabled(false);
      config.setJournalType(JournalType.NIO).setJournalBufferTimeout_NIO(BUFFER_NANOS);
      config.setJournalMinFiles(10).setJournalSyncTransactional(true);
      config.setJournalDirectory(folder.resolve("journal").toString());
      config.setBindingsDirectory(folder.resolve("bindings").toString());
      config.setLargeMessagesDirectory(folder.resolve("large").toString());
      config.setPagingDirectory(folder.resolve("paging").toString());
      config.setMaxDiskUsage(-1);
      config.addAcceptorConfiguration(
          new TransportConfiguration(InVMAcceptorFactory.class.getName()));
      config.addAddressSetting("#", new AddressSettings().setMaxSizeBytes(-1));
      broker = new EmbeddedActiveMQ();
      broker.setConfiguration(config);
      broker.start();
    }
    return "vm://0";
  }

  /** The address of an SQS server in this process, which keeps nothing on disk. */
  synchronized URI sqs() {
    if (sqs == null) {
      sqs = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    }
    return URI.create("http://127.0.0.1:" + sqs.waitUntilStarted().localAddress().getPort());
  }

  /** The database server's process; 0 while nothing has needed it. */
  synchronized long postmaster() throws IOException {
    if (postgres == null) {
      return 0;
    }
    return Long.parseLong(Files.readAllLines(scratch.resolve("postgresql/postmaster.pid")).get(0));
  }

  private static HikariConfig pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    return config;
  }

  private static void mustBeOn(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      if (!"on".equals(row.getString(1))) {
        throw new IllegalStateException(
            "PostgreSQL: %s must be on, was \"%s\"; indicates a bug"
                .formatted(setting, row.getString(1)));
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (broker != null) {
      broker.stop();
    }
    if (sqs != null) {
      sqs.stopAndWait();
    }
    if (postgres != null) {
      // It is given five seconds to stop, and the last checkpoint may take longer.
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("checkpoint");
      }
      postgres.close();
    }
  }
}
