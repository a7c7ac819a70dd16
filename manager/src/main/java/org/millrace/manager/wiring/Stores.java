package org.millrace.manager.wiring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.objects.S3Clients;
import org.millrace.engine.objects.S3ObjectStore;
import org.millrace.manager.ProcessRoles;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.StoreSettings;
import org.millrace.manager.settings.StoreSettings.Datasource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens what a process keeps its state in. */
final class Stores {
  private static final int SPARE_CONNECTIONS = 8;

  /* A server may be set to acknowledge commits that a crash then loses; other levels are kept. */
  private static final String SYNCED_COMMITS =
      "select set_config('synchronous_commit', 'on', false)"
          + " where current_setting('synchronous_commit') = 'off'";

  private Stores() {}

  static Database database(Home home, StoreSettings stores, ProcessRoles roles) {
    int connections = Runtime.getRuntime().availableProcessors() * 4 + SPARE_CONNECTIONS;
    if (stores.datasource().isPresent()) {
      Datasource datasource = stores.datasource().get();
      return Database.open(
          pool(datasource, connections),
          new DriverManagerDataSource(
              datasource.url(), datasource.username(), datasource.password()));
    }
    return roles.manages()
        ? Database.embedded(home.db(), connections)
        : Database.join(home.db(), connections);
  }

  private static HikariDataSource pool(Datasource datasource, int connections) {
    HikariConfig config = new HikariConfig();
    config.setTransactionIsolation(Database.ISOLATION);
    config.setJdbcUrl(datasource.url());
    config.setUsername(datasource.username());
    config.setPassword(datasource.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setPoolName("ledger");
    if (datasource.url().startsWith("jdbc:postgresql:")) {
      config.setConnectionInitSql(SYNCED_COMMITS);
      // Many rows go as one statement of many rows.
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      // A server that is there and does not answer must not hold a thread for ever.
      config.addDataSourceProperty("connectTimeout", "10");
      config.addDataSourceProperty("socketTimeout", "30");
      config.addDataSourceProperty("tcpKeepAlive", "true");
    }
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new RefusedException(
          new Problem(
              "millrace.yaml: datasource",
              "must be a database that can be reached, and is not (" + root(e).getMessage() + ")",
              datasource.shownUrl(),
              "start the database, or mend url, username and password"));
    }
  }

  static ObjectStore objects(Home home, StoreSettings stores) {
    return stores
        .s3()
        .<ObjectStore>map(each -> new S3ObjectStore(client(each)))
        .orElseGet(() -> new FolderObjectStore(home.buckets()));
  }

  static S3Client client(StoreSettings.S3 s3) {
    AwsCredentialsProvider credentials =
        s3.accessKey()
            .<AwsCredentialsProvider>map(
                key ->
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key, s3.secretKey().orElseThrow())))
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    return S3Clients.of(s3.endpoint(), s3.region(), credentials);
  }

  /**
   * A name that no other process of the system has, and that the manager of a home keeps over a
   * restart.
   */
  static String nodeName(Home home, StoreSettings stores, ProcessRoles roles) {
    if (roles.name().isPresent()) {
      return roles.name().get();
    }
    if (!roles.manages()) {
      return "worker-" + host() + "-" + ProcessHandle.current().pid();
    }
    return stores.datasource().isEmpty()
        ? "main"
        : host() + "-" + Integer.toHexString(home.dir().hashCode());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    for (Optional<Throwable> next = Optional.of(failure); next.isPresent(); ) {
      cause = next.get();
      next = Optional.ofNullable(cause.getCause());
    }
    return cause;
  }
}
