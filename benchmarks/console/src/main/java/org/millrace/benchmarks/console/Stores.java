package org.millrace.benchmarks.console;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.millrace.benchmarks.running.Folders;
import org.millrace.engine.db.Database;

/** The filled stores, each with a home whose settings have the queues. */
final class Stores {
  /** For a Millrace over them. */
  static final String OPTIONS = "-Xmx512m";

  private Stores() {}

  /** What is done with a store while it is there. */
  interface Measure {
    void of(Path home, Cpu server) throws Exception;
  }

  /**
   * Fills a store that is not filled yet, and brings its statistics up to now.
   *
   * @param keep whether it stays for the next run
   * @param store h2 or postgresql
   */
  static void with(Path root, int letters, boolean keep, String store, Measure measure)
      throws Exception {
    Path folder = root.resolve("benchmarks/target/console").resolve(store);
    if (store.equals("h2")) {
      h2(folder, letters, measure);
    } else {
      postgresql(folder, letters, measure);
    }
    if (!keep) {
      Folders.delete(folder);
    }
  }

  private static void h2(Path folder, int letters, Measure measure) throws Exception {
    Path home = home(folder, "");
    try (Database db = Database.embedded(Files.createDirectories(home.resolve("db")), 4)) {
      fill(db, letters);
    }
    measure.of(home, new Cpu(Optional.empty()));
  }

  private static void postgresql(Path folder, int letters, Measure measure) throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(Files.createDirectories(data))
            .setCleanDataDirectory(false)
            .setServerConfig("shared_buffers", "256MB")
            .start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      Path home =
          home(
              folder,
              "  datasource: {url: \"%s\", username: postgres, password: postgres}\n"
                  .formatted(url));
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      config.setUsername("postgres");
      try (Database db = Database.open(new HikariDataSource(config))) {
        fill(db, letters);
      }
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
      measure.of(home, new Cpu(ProcessHandle.of(pid)));
    }
  }

  private static void fill(Database db, int letters) {
    Fill fill = new Fill(db, letters);
    if (!fill.isDone()) {
      System.err.println("Filling " + db.dialect() + " …");
      fill.run();
    }
    if (!fill.hasStatistics()) {
      fill.statistics();
    }
  }

  private static Path home(Path folder, String datasource) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    StringBuilder settings = new StringBuilder("millrace:\n").append(datasource);
    settings.append("  retention: {jobs: never, deadLetters: never, failedData: never}\n");
    settings.append("  scheduler:\n    queues:\n");
    for (int parent = 0; parent < Fill.PARENTS; parent++) {
      settings.append("      root.t%d: {weight: 1}%n".formatted(parent));
      for (int leaf = 0; leaf < Fill.LEAVES; leaf++) {
        settings.append("      root.t%d.q%d: {weight: %d}%n".formatted(parent, leaf, 1 + leaf % 3));
      }
    }
    Files.writeString(home.resolve("millrace.yaml"), settings);
    return home;
  }
}
